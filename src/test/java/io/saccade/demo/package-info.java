/** The main job on one machine: broker, service and synthetic cameras. */
package io.saccade.demo;
