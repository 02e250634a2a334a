/* SPDX-License-Identifier: Apache-2.0 */
package com.example.notary;

/**
 * What the notary says to a request.
 *
 * @param kind {@code done}, {@code failed} (it never will be) or {@code retry} (not this time)
 * @param code a stable name of what is wrong; empty if nothing is
 * @param reason a sentence for people
 */
public record Answer(String kind, String code, String reason) {

    /** It is done. */
    public static final Answer DONE = new Answer("done", "", "");

    /** It will never be done. */
    public static Answer failed(String code, String reason) {
        return new Answer("failed", code, reason);
    }
}
