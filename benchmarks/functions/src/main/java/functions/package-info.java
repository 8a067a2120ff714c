/** The functions that the layers are measured with. */
package functions;
