/** Functions that call others, one file for each client library. */
package functions;
