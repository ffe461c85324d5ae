package io.saccade.deploy.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The profile lets a careful pod be, and finds each thing that it forbids. */
class PodSecurityTest {

    private static final String CAREFUL = """
            {hostNetwork: false,
             securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}},
             volumes: [{name: tmp, emptyDir: {}}],
             containers: [{name: a, securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}}]}
            """;

    @Test
    void aCarefulPodViolatesNothing() throws Exception {
        assertThat(violations(CAREFUL)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "runAsNonRoot: true | runAsNonRoot: false | a: may run as root",
                "runAsNonRoot: true | runAsNonRoot: true, runAsUser: 0 | user 0",
                "type: RuntimeDefault | type: Unconfined | seccomp",
                "allowPrivilegeEscalation: false, | '' | a: privilege escalation",
                "allowPrivilegeEscalation: false | allowPrivilegeEscalation: false, privileged: true | a: privileged",
                "drop: [ALL] | drop: [NET_RAW] | a: capabilities that are not dropped",
                "drop: [ALL] | drop: [ALL], add: [SYS_TIME] | a: capabilities that are added",
                "emptyDir: {} | 'hostPath: {path: /}' | volume tmp",
                "name: a | name: a, ports: [{containerPort: 1, hostPort: 1}] | a: host port",
                "hostNetwork: false | hostNetwork: true | host namespaces",
            })
    void whatItForbidsIsFound(String careful, String careless, String violation) throws Exception {
        String pod = CAREFUL.replace(careful, careless);

        assertThat(violations(pod)).contains(violation);
    }

    private static List<String> violations(String pod) throws JsonProcessingException {
        return PodSecurity.violations(Models.yaml().readValue(pod, PodSpec.class));
    }
}
