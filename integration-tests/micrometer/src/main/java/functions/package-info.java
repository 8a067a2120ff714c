/** A function of Spring Boot with an SDK of its own, to run under the layers. */
package functions;
