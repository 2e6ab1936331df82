/** How long what a person waits for takes in a store of realistic size, and how much room it takes. */
package dev.accrue.bench.speed;
