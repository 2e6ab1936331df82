/** A store at work in a process that does not end well, and a reference that says what must be left of it. */
package dev.accrue.bench.crash;
