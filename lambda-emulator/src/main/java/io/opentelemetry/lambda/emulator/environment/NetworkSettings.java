package io.opentelemetry.lambda.emulator.environment;

import io.opentelemetry.lambda.emulator.Localhost;
import java.util.Set;

/**
 * The network that the processes of an environment see.
 *
 * @param localhost which localhost they have
 * @param machinePorts ports that lead to the machine's localhost in any case
 */
record NetworkSettings(Localhost localhost, Set<Integer> machinePorts) {}
