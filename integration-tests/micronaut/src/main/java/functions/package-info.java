/** Functions of Micronaut, to run under the layers. */
package functions;
