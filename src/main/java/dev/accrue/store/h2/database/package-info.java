/**
 * The H2 file below the tables: where it lies, who may have it open, its schema, its connection and transactions.
 */
@NullMarked
package dev.accrue.store.h2.database;

import org.jspecify.annotations.NullMarked;
