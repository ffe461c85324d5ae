"""The attention operator in NumPy or in PyTorch eager on one thread: 8-bit frames in, float32 scores out, normalisation included.

Usage: attention.py numpy|pytorch HEIGHT WIDTH IC OC FRAME PARAMETERS SCORES
  FRAME       H x W x iC bytes
  PARAMETERS  keys [oC, 9, iC], then values [oC, 9], float32
  SCORES      is written: [oC, H, W], float32
Prints the median time of a frame: attention: form=numpy ms=12.3456 checksum=12345.678 version=1.24.2

Both save what can be saved: the norms are folded into the keys, the first key is taken from all, so that eight exponentials are left,
one matrix product for each output channel gives weighted values and sums of weights, everything happens in place, and a frame is
done in tiles that stay in the cache. Logits are safe up to 80.
"""

import statistics
import sys
import time

WARM_UP = 3
SECONDS = 1.0
TILE_NUMBERS = 1 << 17
NORM_ROWS = 1 << 12


class NumPy:
    """Arrays of NumPy."""

    def __init__(self):
        import numpy

        self.numpy = numpy
        self.version = numpy.__version__

    def operator(self, frame, keys, values):
        np = self.numpy
        pixels, outputs = len(frame), len(keys)
        scores = np.empty((outputs, pixels), np.float32)
        tile = TILE_NUMBERS // (8 * outputs)
        samples = np.empty((frame.shape[1], tile), np.float32)
        exponentials = np.empty((8 * outputs, tile), np.float32)
        sums = np.empty((outputs, 2, tile), np.float32)
        summing, constants = summing_matrices(np, values)
        differences = (keys[:, 1:] - keys[:, :1]).reshape(8 * outputs, -1)

        def attend():
            squares = np.zeros(frame.shape[1])
            for at in range(0, pixels, NORM_ROWS):
                part = frame[at : at + NORM_ROWS].T.astype(np.float32, order="C")
                squares += np.einsum("ij,ij->i", part, part)
            norms = np.sqrt(squares)
            scaled = differences / np.where(norms > 0, norms, np.inf).astype(np.float32)
            for at in range(0, pixels, tile):
                count = min(tile, pixels - at)
                x, e, s = samples[:, :count], exponentials[:, :count], sums[:, :, :count]
                np.copyto(x, frame[at : at + count].T)
                np.matmul(scaled, x, out=e)
                np.exp(e, out=e)
                np.matmul(summing, e.reshape(outputs, 8, count), out=s)
                np.add(s, constants, out=s)
                np.divide(s[:, 0], s[:, 1], out=scores[:, at : at + count])
            return scores

        return attend


class PyTorch:
    """Tensors of PyTorch, eager: without a compiler, which 1.13 does not have."""

    def __init__(self):
        import numpy
        import torch

        self.numpy = numpy
        self.torch = torch
        self.version = torch.__version__
        torch.set_num_threads(1)
        torch.set_grad_enabled(False)

    def operator(self, frame, keys, values):
        torch = self.torch
        pixels, outputs = len(frame), len(keys)
        summing, constants = (torch.from_numpy(part) for part in summing_matrices(self.numpy, values))
        differences = torch.from_numpy((keys[:, 1:] - keys[:, :1]).reshape(8 * outputs, -1))
        frame = torch.from_numpy(frame)
        scores = torch.empty((outputs, pixels))
        tile = TILE_NUMBERS // (8 * outputs)
        samples = torch.empty((frame.shape[1], tile))
        exponentials = torch.empty((8 * outputs, tile))
        sums = torch.empty((outputs, 2, tile))

        def attend():
            squares = torch.zeros(frame.shape[1], dtype=torch.float64)
            for at in range(0, pixels, NORM_ROWS):
                part = frame[at : at + NORM_ROWS].float()
                squares += part.mul_(part).sum(0)
            norms = squares.sqrt()
            norms[norms == 0] = torch.inf
            scaled = differences / norms.float()
            for at in range(0, pixels, tile):
                count = min(tile, pixels - at)
                x, e, s = samples[:, :count], exponentials[:, :count], sums[:, :, :count]
                x.copy_(frame[at : at + count].t())
                torch.mm(scaled, x, out=e)
                e.exp_()
                torch.baddbmm(constants, summing, e.view(outputs, 8, count), out=s)
                torch.div(s[:, 0], s[:, 1], out=scores[:, at : at + count])
            return scores.numpy()

        return attend


def summing_matrices(np, values):
    """[oC, 2, 8]: weighted values, then weights, of an output channel's exponentials; [oC, 2, 1]: what the first key adds to each."""
    matrices = np.stack([values, np.ones_like(values)], axis=1)
    return np.ascontiguousarray(matrices[:, :, 1:]), np.ascontiguousarray(matrices[:, :, :1])


def median_ms(attend):
    for _ in range(WARM_UP):
        attend()
    times = []
    end = time.perf_counter() + SECONDS
    while len(times) < 3 or time.perf_counter() < end:
        begin = time.perf_counter()
        attend()
        times.append(time.perf_counter() - begin)
    return 1000 * statistics.median(times)


def main(form, height, width, inputs, outputs, frame, parameters, scores):
    library = {"numpy": NumPy, "pytorch": PyTorch}[form]()
    np = library.numpy
    samples = np.fromfile(frame, np.uint8).reshape(int(height) * int(width), int(inputs))
    numbers = np.fromfile(parameters, np.float32)
    keys, values = np.split(numbers, [int(outputs) * 9 * int(inputs)])
    attend = library.operator(samples, keys.reshape(int(outputs), 9, -1), values.reshape(int(outputs), 9))
    ms = median_ms(attend)
    result = attend()
    result.tofile(scores)
    checksum = result.sum(dtype=np.float64)
    print(f"attention: form={form} ms={ms:.4f} checksum={checksum:.3f} version={library.version}")


if __name__ == "__main__":
    main(*sys.argv[1:])
