package io.saccade.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class JvmMemoryTest {

    @Test
    void areasAreSums() {
        Metrics metrics = new Metrics("""
                # TYPE jvm_memory_used_bytes gauge
                jvm_memory_used_bytes{area="heap",id="G1 Eden Space"} 4194304.0
                jvm_memory_used_bytes{area="heap",id="G1 Old Gen"} 1.048576E7
                jvm_memory_used_bytes{area="nonheap",id="Metaspace"} 7.0
                jvm_memory_committed_bytes{area="heap",id="G1 Old Gen"} 2.0E7
                jvm_memory_committed_bytes{area="nonheap",id="Metaspace"} 8.0
                jvm_memory_committed_bytes{area="nonheap",id="CodeCache"} 3.0
                jvm_buffer_memory_used_bytes{id="mapped"} 5.0
                jvm_buffer_memory_used_bytes{id="direct"} 6.0
                """);
        assertThat(JvmMemory.of(metrics)).isEqualTo(new JvmMemory(14_680_064, 20_000_000, 11, 6));
    }
}
