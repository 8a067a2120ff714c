/** A function of Spring Boot, to measure. */
package functions;
