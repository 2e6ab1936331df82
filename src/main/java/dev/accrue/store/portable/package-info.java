/**
 * A model as one file, to be carried from store to store.
 *
 * <p>The file is a zip whose entries are stored, not compressed, so numpy opens it as an {@code .npz}. For the
 * entries that it holds it has exactly one form, byte by byte: reading compares with what writing would give, and
 * nothing is left to interpret. Entries, in this order:
 *
 * <ul>
 *   <li>{@code manifest.json}: what the model is, and length and SHA-256 of every other entry
 *   <li>{@code backbone.safetensors}: the weights
 *   <li>{@code counts.npy} int64 {@code [C]}, {@code labels.npy} text {@code [C]}, {@code means.npy} float64
 *       {@code [C x d]}
 *   <li>for class i, counted from 0: {@code scatter/000i.npy} float64 {@code [d(d+1)/2]}, the lower triangle packed by
 *       rows; or {@code factor/000i.npy} float64 {@code [r x d]}; or nothing for a class that shares its scatter
 *   <li>for a class with feature vectors that its statistics do not count: {@code held_out/000i.npy} float32
 *       {@code [vectors x d]}
 *   <li>for shared scatter k: {@code shared/000k.pooled.npy} and {@code shared/000k.equal.npy}, both float64
 *       {@code [d(d+1)/2]}; a view that pools has one if it has classes
 *   <li>for further view v, counted from 1: the same below {@code viewv/}, but for {@code labels.npy}
 * </ul>
 *
 * <p>Version 2 of the format has several views of a backbone, views that pool, held-out vectors, and models without a
 * class. What needs none of these is written as version 1, which a release of then reads.
 */
@NullMarked
package dev.accrue.store.portable;

import org.jspecify.annotations.NullMarked;
