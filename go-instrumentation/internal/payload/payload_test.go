package payload

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func text(limit int, payload string, names ...string) string {
	return New(limit, names).Text([]byte(payload))
}

func TestText_secretsAreRedacted(t *testing.T) {
	for payload, want := range map[string]string{
		// JSON
		`{"password":"p1","user":"ann"}`:                        `{"password":"***","user":"ann"}`,
		`{ "PassWord" : "p1" , "X-API-Key":"k"}`:                `{ "PassWord" : "***" , "X-API-Key":"***"}`,
		`{"password":"a\"b\\","c":"d"}`:                         `{"password":"***","c":"d"}`,
		`{"password":"a\\\"b","c":"d"}`:                         `{"password":"***","c":"d"}`,
		`{"password":"","c":"d"}`:                               `{"password":"***","c":"d"}`,
		`{"pwd":12.5e3,"secret":true,"token":null}`:             `{"pwd":"***","secret":"***","token":"***"}`,
		"{\"pwd\":1\n}":                                         "{\"pwd\":\"***\"\n}",
		`{"cookies":["a=b","c]d"],"e":1}`:                       `{"cookies":"***","e":1}`,
		`{"secret":{"a":{"b":"}\"}"}},"e":[{"token":[[1],2]}]}`: `{"secret":"***","e":[{"token":"***"}]}`,
		`{"a":"password","b":"token"}`:                          `{"a":"password","b":"token"}`,
		`{"passwords":"a","my password":"b","":"c"}`:            `{"passwords":"a","my password":"b","":"c"}`,
		`["token","a"]`:                                         `["token","a"]`,
		`{"own":"a","Größe":1,"GRÖSSE":2}`:                      `{"own":"***","Größe":"***","GRÖSSE":2}`,
		// JSON in strings of JSON
		`{"body":"{\"token\":\"t\",\"a\":1}","b":2}`:                          `{"body":"{\"token\":\"***\",\"a\":1}","b":2}`,
		`{"body":"{\"token\":\"t\\\"u\\\\\",\"a\":1}","b":2}`:                 `{"body":"{\"token\":\"***\",\"a\":1}","b":2}`,
		`{"body":"{\"token\": 5}"}`:                                           `{"body":"{\"token\": \"***\"}"}`,
		`{"body":"{\"token\":5"}`:                                             `{"body":"{\"token\":\"***\""}`,
		`{"body":"{\"cookies\":[\"a]\",\"b\\\"]\"],\"a\":1}"}`:                `{"body":"{\"cookies\":\"***\",\"a\":1}"}`,
		`{"a":"{\"b\":\"{\\\"secret\\\":\\\"x\\\\\\\"y\\\",\\\"c\\\":1}\"}"}`: `{"a":"{\"b\":\"{\\\"secret\\\":\\\"***\\\",\\\"c\\\":1}\"}"}`,
		`{"a":"{\"b\":\"{\\\"secret\\\":{\\\"}\\\":[1]},\\\"c\\\":[1]}\"}"}`:  `{"a":"{\"b\":\"{\\\"secret\\\":\\\"***\\\",\\\"c\\\":[1]}\"}"}`,
		`{"a":"x\\","token":"t"}`:                                             `{"a":"x\\","token":"***"}`,
		`{"a":"\"token\": said he"}`:                                          `{"a":"\"token\": \"***\" he"}`,
		// parameters
		`password=p&user=ann&TOKEN=t`:                        `password=***&user=ann&TOKEN=***`,
		`{"body":"user=ann&password=p q","c":1}`:             `{"body":"user=ann&password=*** q","c":1}`,
		`{"body":"token=t","url":"/a?api_key=k\u0026b=1"}`:   `{"body":"token=***","url":"/a?api_key=***&b=1"}`,
		`{"body":"{\"q\":\"id_token=t\",\"b\":1}"}`:          `{"body":"{\"q\":\"id_token=***\",\"b\":1}"}`,
		`{"body":"token=","c":"my_token=1&mytoken=2"}`:       `{"body":"token=***","c":"my_token=1&mytoken=2"}`,
		`{"a":"token=1","token":"2","b":"?token=3&token=4"}`: `{"a":"token=***","token":"***","b":"?token=***&token=***"}`,
		// unclosed
		`{"password":"p1`:               `{"password":"***"`,
		`{"password":"p1\`:              `{"password":"***"`,
		`{"password":{"a":"}`:           `{"password":"***"`,
		`{"password":["a",[]`:           `{"password":"***"`,
		`{"password":123`:               `{"password":"***"`,
		`{"body":"{\"password\":\"a","`: `{"body":"{\"password\":\"***\"`,
		`{"password":`:                  `{"password":`,
		`{"password"`:                   `{"password"`,
		`{"passw`:                       `{"passw`,
		`a=1&token=abc`:                 `a=1&token=***`,
		``:                              ``,
		`"`:                             `"`,
		`\`:                             `\`,
	} {
		if got := text(2048, payload, "own", "Größe"); got != want {
			t.Errorf("%s\nis\n%s, not\n%s", payload, got, want)
		}
	}
}

func TestText_redactedJsonIsJson(t *testing.T) {
	payload := `{"password":"a\"}","n":[{"token":{"x":[1,"]"]}},{"pwd":1}],"body":"{\"secret\":\"\\\"\",\"in\":\"{\\\"pwd\\\":[]}\"}"}`
	var event struct {
		Body string `json:"body"`
	}
	if err := json.Unmarshal([]byte(text(2048, payload)), &event); err != nil {
		t.Fatal(err)
	}
	var body struct {
		Secret string `json:"secret"`
		In     string `json:"in"`
	}
	if err := json.Unmarshal([]byte(event.Body), &body); err != nil || body.Secret != mask || body.In != `{"pwd":"***"}` {
		t.Errorf("%v: %v", body, err)
	}
}

func TestText_isCutAtTheLimit(t *testing.T) {
	for _, each := range []struct {
		limit         int
		payload, want string
	}{
		{5, "12345", "12345"},
		{5, "123456", "12…"},
		{6, "äöü", "äöü"},
		{5, "äöü", "ä…"},
		{6, "äöü!", "ä…"},
		{3, "1234", "…"},
		{2, "1234", "12"},
		{1, "ä", ""},
		{4, "😀", "😀"},
		{7, "😀😀", "😀…"},
		{8, strings.Repeat("a", 33), "aaaaa…"},
		// what is looked at is cut inside the secret
		{8, `{"pwd":"` + strings.Repeat("s", 100) + `"}`, `{"pwd…`},
		{20, `{"pwd":"` + strings.Repeat("s", 100) + `"}`, `{"pwd":"***"…`},
		{3, strings.Repeat("ä", 100), "…"},
	} {
		if got := text(each.limit, each.payload); got != each.want {
			t.Errorf("%d bytes of %s are %s, not %s", each.limit, each.payload, got, each.want)
		}
	}
}

func TestText_isUTF8(t *testing.T) {
	for payload, want := range map[string]string{
		"a\xffb":             "a\uFFFDb",
		"\xed\xa0\x80":       "\uFFFD\uFFFD\uFFFD",
		"{\"pwd\":\"\xff\"}": `{"pwd":"***"}`,
	} {
		if got := text(100, payload); got != want {
			t.Errorf("%q is %q", payload, got)
		}
	}
	continuations := strings.Repeat("\x80", 100)
	if got := text(10, continuations); got != "\uFFFD\uFFFD…" {
		t.Errorf("continuation bytes are %q", got)
	}
}

func TestText_takesLinearTime(t *testing.T) {
	const size = 4 * 65536
	for name, part := range map[string]string{
		"backslashes": `\`, "quotes": `"`, "braces": `{`, "brackets": `[`, "escaped quotes": `\"`,
		"names": `"token"`, "names and colons": `"token":`, "members": `"token":\`, "open members": `"token":{`,
		"parameters": `?token`, "blanks": `"token" `, "question marks": `?`, "equals": `=`, "two quotes": `"\\"`,
	} {
		for _, beginning := range []string{"", `"token":"`, `"token":{`, `"token"` + strings.Repeat(" ", 100000), `\"token\":\"`} {
			start := time.Now()
			got := text(65536, (beginning + strings.Repeat(part, size))[:size])
			// some milliseconds, where a quadratic one takes minutes
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("%s after %.20s take %v", name, beginning, took)
			}
			if len(got) > 65536 || !utf8.ValidString(got) {
				t.Errorf("%s give %d bytes", name, len(got))
			}
		}
	}
}

func TestKeep_holdsWhatTextLooksAt(t *testing.T) {
	capture := New(10, nil)
	var beginning []byte
	for range 100 {
		beginning = capture.Keep(beginning, []byte("abc"))
	}
	if len(beginning) != 41 {
		t.Errorf("%d bytes are kept", len(beginning))
	}
	if got := capture.Text(beginning); got != "abcabca…" {
		t.Errorf("the text is %s", got)
	}
}

func FuzzText(f *testing.F) {
	f.Add([]byte(`{"token":"a\\\"","b":"{\"pwd\":{\"\\\"\":[1]}}"}`), 16)
	f.Fuzz(func(t *testing.T, payload []byte, limit int) {
		limit = min(max(limit, 1), 65536)
		if got := New(limit, nil).Text(payload); len(got) > limit || !utf8.ValidString(got) {
			t.Errorf("%q", got)
		}
		member, _ := json.Marshal(map[string]string{"token": "S3CRET" + string(payload) + "S3CRET"})
		for range 3 {
			if got := text(65536, string(member)); len(member) < 4*65536 && strings.Contains(got, "S3CRET") {
				t.Errorf("%q is %q", member, got)
			}
			member, _ = json.Marshal(map[string]string{"body": string(member)})
		}
	})
}
