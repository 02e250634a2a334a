/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A notary that takes part in agreements. It stands for any program in any language: it knows Kafka's client and the
 * form of requests and answers, and nothing of Skald, which must not be imported here.
 */
package com.example.notary;
