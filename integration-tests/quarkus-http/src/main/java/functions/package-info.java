/** A function of Quarkus, to run under the layers. */
package functions;
