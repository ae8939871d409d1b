/** Tests of the window's pure core. */
@NullMarked
package thunderpool.accounting.window;

import org.jspecify.annotations.NullMarked;
