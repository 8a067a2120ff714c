"""HTTP/1.1 to the backend, on raw sockets: http.client costs a function 40 modules."""
