/* SPDX-License-Identifier: Apache-2.0 */
package dev.skald.tools;

import picocli.CommandLine.IVersionProvider;

/** The version, as the jar's manifest says. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Skald.class.getPackage().getImplementationVersion();
        return new String[] {"skald " + (version == null ? "(not run from its jar)" : version)};
    }
}
