package io.opentelemetry.lambda.doctor;

/** The function cannot be looked at; the message is one line for the user. */
final class DoctorException extends RuntimeException {

  DoctorException(String message) {
    super(message);
  }
}
