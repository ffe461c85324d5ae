/*
 * The attention operator as one fused loop on one thread: what a compiler makes of it is the limit that the service's operator is
 * measured against. 8-bit frames in, float32 scores out, normalisation included; eight exponentials for each pixel and output channel.
 *
 * Usage: fused_attention HEIGHT WIDTH IC OC FRAME PARAMETERS SCORES
 *   FRAME       H x W x iC bytes
 *   PARAMETERS  keys [oC, 9, iC], then values [oC, 9], float32
 *   SCORES      is written: [oC, H, W], float32
 * Prints the median time of a frame: fused_attention: ms=2.0123 checksum=12345.678
 * Build: cc -O3 -march=native -ffast-math fused_attention.c -o fused_attention -lm
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { POSITIONS = 9, TERMS = POSITIONS - 1, BLOCK = 1024, MOST_CHANNELS = 4, LANES = 64, WARM_UP = 3 };

static const double SECONDS = 1.0;
static const double LARGEST_LOGIT = 80;

typedef struct {
    int channels;
    float keys[TERMS][MOST_CHANNELS]; /* less the first key, over the norms, for exponentials to base 2 */
    float values[POSITIONS];
} Kernel;

/* 2^t to 2e-7 for |t| < 126. */
static inline float power_of_two(float t) {
    float whole = rintf(t);
    float f = t - whole;
    float p = 1.3333558e-3f;
    p = p * f + 9.6181291e-3f;
    p = p * f + 5.5504109e-2f;
    p = p * f + 2.4022651e-1f;
    p = p * f + 6.9314718e-1f;
    p = p * f + 1.0f;
    int32_t bits;
    memcpy(&bits, &p, sizeof bits);
    bits += (int32_t) whole * (1 << 23);
    memcpy(&p, &bits, sizeof p);
    return p;
}

static inline __attribute__((always_inline)) void spread(
        const uint8_t *restrict samples, int count, int channels, float pixels[MOST_CHANNELS][BLOCK]) {
    for (int i = 0; i < count; i++) {
        for (int c = 0; c < channels; c++) {
            pixels[c][i] = samples[i * channels + c];
        }
    }
}

static inline __attribute__((always_inline)) void score(
        float pixels[MOST_CHANNELS][BLOCK], int count, int channels, const Kernel *kernel, float *restrict scores) {
    Kernel k = *kernel;
    for (int i = 0; i < count; i++) {
        float weights = 1;
        float sum = k.values[0];
#pragma GCC unroll 8
        for (int m = 0; m < TERMS; m++) {
            float logit = 0;
            for (int c = 0; c < channels; c++) {
                logit += k.keys[m][c] * pixels[c][i];
            }
            float e = power_of_two(logit);
            weights += e;
            sum += k.values[m + 1] * e;
        }
        scores[i] = sum / weights;
    }
}

/* Squares are added up in lanes that repeat every channels x LANES samples, so that no lane mixes channels. */
static inline __attribute__((always_inline)) void norms(
        const uint8_t *restrict samples, int height, int width, int channels, double norms[MOST_CHANNELS]) {
    uint64_t squares[MOST_CHANNELS] = {0};
    int row = width * channels;
    int period = channels * LANES;
    for (int y = 0; y < height; y++) {
        const uint8_t *restrict s = samples + (size_t) y * row;
        uint32_t lanes[MOST_CHANNELS * LANES] = {0};
        int i = 0;
        for (; i + period <= row; i += period) {
            for (int j = 0; j < period; j++) {
                lanes[j] += (uint32_t) s[i + j] * s[i + j];
            }
        }
        for (int j = 0; i + j < row; j++) {
            lanes[j] += (uint32_t) s[i + j] * s[i + j];
        }
        for (int j = 0; j < period; j++) {
            squares[j % channels] += lanes[j];
        }
    }
    for (int c = 0; c < channels; c++) {
        norms[c] = sqrt((double) squares[c]);
    }
}

static Kernel kernel(const float *keys, const float *values, int channels, const double *norms) {
    Kernel k = {.channels = channels};
    for (int m = 0; m < TERMS; m++) {
        double largest = 0;
        for (int c = 0; c < channels; c++) {
            double difference = keys[(m + 1) * channels + c] - keys[c];
            double scaled = norms[c] > 0 ? difference / norms[c] : 0;
            largest += fabs(scaled) * UINT8_MAX;
            k.keys[m][c] = (float) (scaled * M_LOG2E);
        }
        if (largest > LARGEST_LOGIT) {
            fprintf(stderr, "fused_attention: logits up to %.0f, at most %.0f are safe\n", largest, LARGEST_LOGIT);
            exit(1);
        }
    }
    memcpy(k.values, values, sizeof k.values);
    return k;
}

static inline __attribute__((always_inline)) void attend_channels(
        const uint8_t *frame, int height, int width, int channels, int outputs, const float *parameters, float *scores) {
    static _Alignas(64) float pixels[MOST_CHANNELS][BLOCK];
    const float *values = parameters + outputs * POSITIONS * channels;
    double norm[MOST_CHANNELS];
    norms(frame, height, width, channels, norm);
    Kernel kernels[outputs];
    for (int o = 0; o < outputs; o++) {
        kernels[o] = kernel(parameters + o * POSITIONS * channels, values + o * POSITIONS, channels, norm);
    }
    size_t all = (size_t) height * width;
    for (size_t at = 0; at < all; at += BLOCK) {
        int count = all - at < BLOCK ? (int) (all - at) : BLOCK;
        spread(frame + at * channels, count, channels, pixels);
        for (int o = 0; o < outputs; o++) {
            score(pixels, count, channels, &kernels[o], scores + o * all + at);
        }
    }
}

/* The number of channels is a constant in each of these, for the compiler. */
static void attend(
        const uint8_t *frame, int height, int width, int channels, int outputs, const float *parameters, float *scores) {
    switch (channels) {
        case 1: attend_channels(frame, height, width, 1, outputs, parameters, scores); break;
        case 3: attend_channels(frame, height, width, 3, outputs, parameters, scores); break;
        default:
            fprintf(stderr, "fused_attention: %d channels, expected 1 or 3\n", channels);
            exit(1);
    }
}

static void *read_file(const char *path, size_t bytes) {
    void *content = malloc(bytes);
    FILE *file = fopen(path, "rb");
    if (!content || !file || fread(content, 1, bytes, file) != bytes) {
        fprintf(stderr, "fused_attention: %s does not give %zu bytes\n", path, bytes);
        exit(1);
    }
    fclose(file);
    return content;
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + 1e-9 * time.tv_nsec;
}

static int ascending(const void *left, const void *right) {
    double difference = *(const double *) left - *(const double *) right;
    return (difference > 0) - (difference < 0);
}

int main(int count, char **arguments) {
    if (count != 8) {
        fprintf(stderr, "usage: fused_attention HEIGHT WIDTH IC OC FRAME PARAMETERS SCORES\n");
        return 2;
    }
    int height = atoi(arguments[1]), width = atoi(arguments[2]), channels = atoi(arguments[3]), outputs = atoi(arguments[4]);
    size_t pixels = (size_t) height * width;
    uint8_t *frame = read_file(arguments[5], pixels * channels);
    float *parameters = read_file(arguments[6], sizeof(float) * outputs * POSITIONS * (channels + 1));
    float *scores = malloc(sizeof(float) * outputs * pixels);
    if (!scores) {
        return 1;
    }

    enum { MOST_TIMES = 10000 };
    static double times[MOST_TIMES];
    int measured = 0;
    double end = now() + SECONDS;
    for (int run = 0; measured < 3 || (measured < MOST_TIMES && now() < end); run++) {
        double begin = now();
        attend(frame, height, width, channels, outputs, parameters, scores);
        if (run >= WARM_UP) {
            times[measured++] = now() - begin;
        }
    }
    qsort(times, measured, sizeof *times, ascending);

    double checksum = 0;
    for (size_t i = 0; i < outputs * pixels; i++) {
        checksum += scores[i];
    }
    FILE *file = fopen(arguments[7], "wb");
    if (!file || fwrite(scores, sizeof(float), outputs * pixels, file) != outputs * pixels || fclose(file)) {
        fprintf(stderr, "fused_attention: can't write %s\n", arguments[7]);
        return 1;
    }
    printf("fused_attention: ms=%.4f checksum=%.3f\n", 1000 * times[measured / 2], checksum);
    return 0;
}
