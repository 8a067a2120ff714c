//! A function with a runtime of its own, by the standard library alone: answers with the event and its handler.
use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

const ROOT: &str = "/2018-06-01/runtime/invocation";

struct Answer {
    request_id: String,
    body: String,
}

fn call(api: &str, method: &str, path: &str, body: &str) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect(api)?;
    write!(
        stream,
        "{method} {ROOT}{path} HTTP/1.1\r\nHost: {api}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut reader = BufReader::new(stream);
    let mut answer = Answer {
        request_id: String::new(),
        body: String::new(),
    };
    let mut line = String::new();
    while reader.read_line(&mut line)? > 2 {
        if let Some((name, value)) = line.trim_end().split_once(": ") {
            if name.eq_ignore_ascii_case("Lambda-Runtime-Aws-Request-Id") {
                answer.request_id = value.to_string();
            }
        }
        line.clear();
    }
    reader.read_to_string(&mut answer.body)?;
    Ok(answer)
}

fn main() -> std::io::Result<()> {
    let api = env::var("AWS_LAMBDA_RUNTIME_API").expect("the Runtime API's address");
    let handler = env::var("_HANDLER").expect("the handler");
    loop {
        let next = call(&api, "GET", "/next", "")?;
        let id = &next.request_id;
        if next.body.contains("fail") {
            let error = r#"{"errorType":"Told","errorMessage":"told to fail"}"#;
            call(&api, "POST", &format!("/{id}/error"), error)?;
        } else {
            let response = format!(r#"{{"handler":"{handler}","event":{}}}"#, next.body);
            call(&api, "POST", &format!("/{id}/response"), &response)?;
        }
    }
}
