/** A function with Powertools, to run under the layers. */
package functions;
