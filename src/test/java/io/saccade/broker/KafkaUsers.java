package io.saccade.broker;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.strimzi.api.kafka.model.user.KafkaUser;
import io.strimzi.api.kafka.model.user.KafkaUserAuthorizationSimple;
import io.strimzi.api.kafka.model.user.acl.AclResourcePatternType;
import io.strimzi.api.kafka.model.user.acl.AclRule;
import io.strimzi.api.kafka.model.user.acl.AclRuleGroupResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleTopicResource;
import io.strimzi.api.kafka.model.user.acl.AclRuleTransactionalIdResource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** Strimzi's users in a file, as rules of Kafka's: what its user operator makes of them. */
public final class KafkaUsers {

    /** The users that the service comes with. */
    public static final Path FILE = Path.of("k8s", "base", "kafka-users.yaml");

    private KafkaUsers() {}

    /** The rules of each user, one for each operation. */
    public static Map<String, List<AclBinding>> read(Path file) throws IOException {
        Map<String, List<AclBinding>> rules = new LinkedHashMap<>();
        YAMLMapper yaml = new YAMLMapper();
        try (MappingIterator<KafkaUser> users = yaml.readerFor(KafkaUser.class).readValues(file.toFile())) {
            while (users.hasNext()) {
                KafkaUser user = users.next();
                rules.put(user.getMetadata().getName(), rules(user));
            }
        }
        return rules;
    }

    private static List<AclBinding> rules(KafkaUser user) {
        String principal = "User:" + user.getMetadata().getName();
        var authorization = (KafkaUserAuthorizationSimple) user.getSpec().getAuthorization();
        return authorization.getAcls().stream()
                .flatMap(rule -> rules(principal, rule))
                .toList();
    }

    private static Stream<AclBinding> rules(String principal, AclRule rule) {
        ResourcePattern resource = resource(rule.getResource());
        return rule.getOperations().stream()
                .map(operation -> new AclBinding(
                        resource,
                        new AccessControlEntry(
                                principal,
                                Optional.ofNullable(rule.getHost()).orElse("*"),
                                AclOperation.fromString(operation.toValue().replaceAll("(?<=.)(?=\\p{Lu})", "_")),
                                AclPermissionType.fromString(
                                        rule.getType().toValue().toUpperCase(Locale.ROOT)))));
    }

    private static ResourcePattern resource(AclRuleResource resource) {
        if (resource instanceof AclRuleTopicResource topic) {
            return new ResourcePattern(ResourceType.TOPIC, topic.getName(), pattern(topic.getPatternType()));
        }
        if (resource instanceof AclRuleGroupResource group) {
            return new ResourcePattern(ResourceType.GROUP, group.getName(), pattern(group.getPatternType()));
        }
        AclRuleTransactionalIdResource id = (AclRuleTransactionalIdResource) resource;
        return new ResourcePattern(ResourceType.TRANSACTIONAL_ID, id.getName(), pattern(id.getPatternType()));
    }

    private static PatternType pattern(AclResourcePatternType pattern) {
        return pattern == AclResourcePatternType.PREFIX ? PatternType.PREFIXED : PatternType.LITERAL;
    }
}
