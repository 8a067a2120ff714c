/** A function with Powertools 1, to run under the layers. */
package functions;
