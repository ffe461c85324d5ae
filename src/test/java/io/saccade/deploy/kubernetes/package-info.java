/** The manifests in {@code k8s/}, rendered and read without a cluster. */
package io.saccade.deploy.kubernetes;
