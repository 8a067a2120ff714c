/** Functions to run under the layers. */
package functions;
