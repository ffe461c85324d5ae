package io.saccade.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.saccade.config.SaccadeConfig;
import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of settings has every {@code saccade.*} key with its default, and no other. */
class SettingsPageTest {

    private static final Pattern ROW =
            Pattern.compile("^\\| `(saccade[^`]*)` \\| (?:`([^`]*)`)? ?\\|", Pattern.MULTILINE);

    @Test
    void thePageHasEveryKeyWithItsDefault() throws IOException {
        assertThat(ofThePage()).isEqualTo(ofTheMapping());
    }

    private static Map<String, String> ofThePage() throws IOException {
        Map<String, String> keys = new TreeMap<>();
        Matcher rows = ROW.matcher(Files.readString(Path.of("src", "docs", "settings.md")));
        while (rows.find()) {
            String value = rows.group(2) == null ? "" : rows.group(2);
            assertThat(keys.put(rows.group(1), value))
                    .as("rows of " + rows.group(1))
                    .isNull();
        }
        return keys;
    }

    private static Map<String, String> ofTheMapping() {
        Map<String, String> keys = new TreeMap<>();
        ConfigMappings.getProperties(ConfigClass.configClass(SaccadeConfig.class))
                .forEach((name, property) -> {
                    if (!name.endsWith("[*]")) {
                        keys.put(
                                name.replace(".*", ".\"ID\""),
                                property.hasDefaultValue() ? property.getDefaultValue() : "");
                    }
                });
        return keys;
    }
}
