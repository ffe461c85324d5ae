package io.saccade.deploy.kubernetes;

import io.fabric8.kubernetes.api.model.Capabilities;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SELinuxOptions;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The restricted profile of the Pod Security Standards (kubernetes.io/docs/concepts/security/pod-security-standards), baseline included. */
final class PodSecurity {

    private static final Set<String> SECCOMP = Set.of("RuntimeDefault", "Localhost");
    private static final Set<String> SELINUX_TYPES =
            Set.of("", "container_t", "container_init_t", "container_kvm_t", "container_engine_t");
    private static final Set<String> SYSCTLS = Set.of(
            "kernel.shm_rmid_forced",
            "net.ipv4.ip_local_port_range",
            "net.ipv4.ip_unprivileged_port_start",
            "net.ipv4.tcp_syncookies",
            "net.ipv4.ping_group_range",
            "net.ipv4.ip_local_reserved_ports",
            "net.ipv4.tcp_keepalive_time",
            "net.ipv4.tcp_fin_timeout",
            "net.ipv4.tcp_keepalive_intvl",
            "net.ipv4.tcp_keepalive_probes");

    private final List<String> violations = new ArrayList<>();

    private PodSecurity() {}

    /** What a pod does that the profile forbids; empty if nothing. */
    static List<String> violations(PodSpec pod) {
        PodSecurity found = new PodSecurity();
        found.pod(pod);
        return found.violations;
    }

    private void pod(PodSpec pod) {
        PodSecurityContext context =
                Optional.ofNullable(pod.getSecurityContext()).orElseGet(PodSecurityContext::new);
        forbid(isTrue(pod.getHostNetwork()) || isTrue(pod.getHostPID()) || isTrue(pod.getHostIPC()), "host namespaces");
        forbid(
                context.getSysctls().stream().anyMatch(sysctl -> !SYSCTLS.contains(sysctl.getName())),
                "sysctls that are not safe");
        forbid(badSelinux(context.getSeLinuxOptions()), "SELinux options");
        forbid(
                context.getWindowsOptions() != null
                        && isTrue(context.getWindowsOptions().getHostProcess()),
                "a host process");
        forbid(
                context.getAppArmorProfile() != null
                        && "Unconfined".equals(context.getAppArmorProfile().getType()),
                "no AppArmor");
        forbid(Long.valueOf(0).equals(context.getRunAsUser()), "user 0");
        forbid(
                context.getSeccompProfile() != null
                        && !SECCOMP.contains(context.getSeccompProfile().getType()),
                "seccomp");
        pod.getVolumes().forEach(this::volume);
        Stream.concat(pod.getInitContainers().stream(), pod.getContainers().stream())
                .forEach(container -> container(container, context));
    }

    private void volume(Volume volume) {
        forbid(
                Stream.<Function<Volume, Object>>of(
                                Volume::getConfigMap,
                                Volume::getCsi,
                                Volume::getDownwardAPI,
                                Volume::getEmptyDir,
                                Volume::getEphemeral,
                                Volume::getPersistentVolumeClaim,
                                Volume::getProjected,
                                Volume::getSecret)
                        .map(kind -> kind.apply(volume))
                        .allMatch(Objects::isNull),
                "volume " + volume.getName());
    }

    private void container(Container container, PodSecurityContext pod) {
        SecurityContext own =
                Optional.ofNullable(container.getSecurityContext()).orElseGet(SecurityContext::new);
        Capabilities capabilities = Optional.ofNullable(own.getCapabilities()).orElseGet(Capabilities::new);
        String name = container.getName() + ": ";
        forbid(isTrue(own.getPrivileged()), name + "privileged");
        forbid(!Boolean.FALSE.equals(own.getAllowPrivilegeEscalation()), name + "privilege escalation");
        forbid(!capabilities.getDrop().contains("ALL"), name + "capabilities that are not dropped");
        forbid(!Set.of("NET_BIND_SERVICE").containsAll(capabilities.getAdd()), name + "capabilities that are added");
        forbid(
                !isTrue(own.getRunAsNonRoot() == null ? pod.getRunAsNonRoot() : own.getRunAsNonRoot()),
                name + "may run as root");
        forbid(Long.valueOf(0).equals(own.getRunAsUser()), name + "user 0");
        SeccompProfile seccomp = own.getSeccompProfile() == null ? pod.getSeccompProfile() : own.getSeccompProfile();
        forbid(seccomp == null || !SECCOMP.contains(seccomp.getType()), name + "seccomp");
        forbid(badSelinux(own.getSeLinuxOptions()), name + "SELinux options");
        forbid(own.getProcMount() != null && !own.getProcMount().equals("Default"), name + "proc mount");
        forbid(
                container.getPorts().stream()
                        .map(ContainerPort::getHostPort)
                        .anyMatch(port -> port != null && port != 0),
                name + "host port");
        forbid(
                Stream.of(container.getStartupProbe(), container.getReadinessProbe(), container.getLivenessProbe())
                        .filter(Objects::nonNull)
                        .anyMatch(probe ->
                                probe.getHttpGet() != null && probe.getHttpGet().getHost() != null),
                name + "a probe of another host");
    }

    private static boolean badSelinux(SELinuxOptions options) {
        return options != null
                && (options.getUser() != null
                        || options.getRole() != null
                        || !SELINUX_TYPES.contains(Objects.requireNonNullElse(options.getType(), "")));
    }

    private static boolean isTrue(Boolean value) {
        return Boolean.TRUE.equals(value);
    }

    private void forbid(boolean violated, String what) {
        if (violated) {
            violations.add(what);
        }
    }
}
