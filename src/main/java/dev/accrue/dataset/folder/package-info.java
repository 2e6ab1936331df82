/**
 * Picture files: what lies in a folder, and how one file becomes a picture.
 */
@NullMarked
package dev.accrue.dataset.folder;

import org.jspecify.annotations.NullMarked;
