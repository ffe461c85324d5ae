package io.saccade.gan.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkTest {

    /** CS230 midterm, spring 2021, question 3. */
    @ParameterizedTest
    @CsvSource({
        "conv 64 3x3 stride 1 padding 0 bias, 126x126x64, 1792",
        "conv 16 5x5 padding 2 bias, 128x128x16, 1216",
        "conv 32 2x2 stride 2 bias, 64x64x32, 416",
        "conv 64 3x3, 126x126x64, 1728",
        "conv 8 3x5 stride 2, 63x62x8, 360",
        "conv 8 3x3 stride 2 padding 1 bias relu, 64x64x8, 224",
        "max-pool 2x2, 64x64x3, 0",
        "max-pool 3x3 stride 2, 63x63x3, 0",
        "average-pool 4x4, 32x32x3, 0",
        "upsample 2, 256x256x3, 0",
        "reshape 1x1x49152, 49152, 0",
        "dense 10, 10, 491520",
        "dense 10 bias sigmoid, 10, 491530",
    })
    void aLayerGivesAVolumeAndHasParameters(String layer, String volume, int parameters) {
        Network network = Network.parse(Volume.parse("128x128x3"), layer);

        assertThat(network.output()).isEqualTo(Volume.parse(volume));
        assertThat(network.parameterCount()).isEqualTo(parameters);
    }

    @Test
    void volumesAndParametersFollowThroughAllLayers() {
        Network network = Network.parse(
                Volume.parse("28x28x1"),
                "conv 6 5x5 padding 2 bias tanh, average-pool 2x2, conv 16 5x5 bias tanh, max-pool 2x2,"
                        + " dense 120 bias relu, dense 784, reshape 14x14x4, upsample 2, conv 1 3x3 padding 1 sigmoid");

        assertThat(network.table().stream().map(row -> row.output().toString()))
                .containsExactly(
                        "28x28x6", "14x14x6", "10x10x16", "5x5x16", "120", "784", "14x14x4", "28x28x4", "28x28x1");
        assertThat(network.table().stream().map(Network.Row::parameters))
                .containsExactly(156, 0, 2416, 0, 48_120, 94_080, 0, 0, 36);
        assertThat(network.parameterCount()).isEqualTo(144_808);
        assertThat(network.lastActivation()).isEqualTo(Activation.SIGMOID);
        assertThat(network.parameters(0))
                .extracting(Parameter::name, Parameter::shape, Parameter::fanIn)
                .containsExactly(tuple("weight.0", List.of(6, 1, 5, 5), 25), tuple("bias.0", List.of(6), 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dense 128",
                "dense 1 bias sigmoid",
                "conv 64 3x3 stride 1 padding 0 bias leaky-relu",
                "conv 8 3x5 stride 2 padding 1 tanh",
                "max-pool 2x2 stride 1",
                "average-pool 4x4 stride 4, upsample 3, reshape 4x4x64, dense 7 relu",
            })
    void layersAreWrittenAsTheyAreRead(String layers) {
        List<Layer> read = LayerText.parse(layers);

        assertThat(String.join(", ", read.stream().map(Layer::text).toList())).isEqualTo(layers);
    }

    @Test
    void shortFormsMeanTheSame() {
        assertThat(LayerText.parse(" conv 8 3x3 pad 1 stride 2 leaky_relu ,max-pool  2x2,dense 3 LINEAR"))
                .isEqualTo(LayerText.parse(
                        "conv 8 3x3 stride 2 padding 1 leaky-relu, max-pool 2x2 stride 2, dense 3 linear"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|a network has at least one layer, such as 'dense 1 sigmoid'",
                "dense 3,|layer '': expected a layer at the end",
                "danse 3|layer 'danse 3': 'danse' is not a layer, expected dense, conv, max-pool, average-pool, upsample or reshape",
                "dense|layer 'dense': expected units at the end",
                "dense many|layer 'dense many': 'many' is not a whole number",
                "dense 0|layer 'dense 0': dense units is 0, expected at least 1",
                "dense 3 softplus|layer 'dense 3 softplus': 'softplus' is not an activation, expected one of [linear, relu, leaky-relu, tanh, sigmoid]",
                "dense 3 relu twice|layer 'dense 3 relu twice': 'twice' is not expected here",
                "conv 3|layer 'conv 3': expected a size such as 3x3 at the end",
                "conv 3 3|layer 'conv 3 3': '3' is not a size, expected such as 3x3",
                "conv 3 3xy|layer 'conv 3 3xy': 'y' is not a whole number",
                "conv 0 3x3|layer 'conv 0 3x3': filters is 0, expected at least 1",
                "conv 3 0x3|layer 'conv 3 0x3': filter rows is 0, expected at least 1",
                "conv 3 3x0|layer 'conv 3 3x0': filter columns is 0, expected at least 1",
                "conv 3 3x3 stride|layer 'conv 3 3x3 stride': expected a number behind 'stride'",
                "conv 3 3x3 stride 0|layer 'conv 3 3x3 stride 0': stride is 0, expected at least 1",
                "conv 3 3x3 padding 3|layer 'conv 3 3x3 padding 3': padding is 3, expected 0 or more, and less than the filter's side",
                "max-pool 2x3|layer 'max-pool 2x3': pools are square, got 2x3",
                "max-pool 0x0|layer 'max-pool 0x0': pool size is 0, expected at least 1",
                "upsample 0|layer 'upsample 0': upsample factor is 0, expected at least 1",
                "reshape|layer 'reshape': expected a volume such as 4x4x64 at the end",
                "reshape 4x4|layer 'reshape 4x4': '4x4' is not a volume, expected such as 16x16x3 or 768",
                "reshape 0x4x4|layer 'reshape 0x4x4': '0x4x4' is not a volume, expected such as 16x16x3 or 768",
                "reshape 99999x99999x9|layer 'reshape 99999x99999x9': '99999x99999x9' is more than 268435456 numbers, expected a smaller volume",
            })
    void aListThatCantBeReadSaysWhichLayerAndWhatWasExpected(String layers, String message) {
        assertThatThrownBy(() -> LayerText.parse(layers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "conv 8 9x9|layer 1, 'conv 8 9x9 stride 1 padding 0': conv of 9 does not fit into 8x8x2",
                "dense 3, conv 8 5x5 padding 1|layer 2, 'conv 8 5x5 stride 1 padding 1': conv of 5 does not fit into 3 with its padding",
                "max-pool 2x2, max-pool 5x5|layer 2, 'max-pool 5x5 stride 5': max-pool of 5 does not fit into 4x4x2",
                "reshape 4x4x4|layer 1, 'reshape 4x4x4': reshape 4x4x4 takes 64 numbers, gets 128 (8x8x2)",
            })
    void aLayerThatDoesNotGoBehindTheOneBeforeSaysWhy(String layers, String message) {
        assertThatThrownBy(() -> Network.parse(Volume.parse("8x8x2"), layers))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
