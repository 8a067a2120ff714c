/** A function with five client libraries, to measure. */
package functions;
