/** Functions to run under the layers, with the libraries that they bring. */
package functions;
