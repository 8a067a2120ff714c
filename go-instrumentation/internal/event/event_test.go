package event

import (
	"reflect"
	"strings"
	"testing"
)

func TestText_scalarsOfEachKind(t *testing.T) {
	value := Parse([]byte(` {"a": {"b": "x\u00fc\"", "c": 12345678901234567890, "d": true, "e": null, "f": [1]}, "g" : -1.5e3 } `))
	for path, want := range map[string]string{"a.b": `xü"`, "a.c": "12345678901234567890", "a.d": "true", "g": "-1.5e3"} {
		if text, ok := value.Text(strings.Split(path, ".")...); !ok || text != want {
			t.Errorf("%s is %q, %v", path, text, ok)
		}
	}
	for _, path := range []string{"a.e", "a.f", "a", "h", "a.b.c"} {
		if text, ok := value.Text(strings.Split(path, ".")...); ok {
			t.Errorf("%s is %q", path, text)
		}
	}
}

func TestMembers_inOrderAndWithEscapedNames(t *testing.T) {
	var names []string
	value := Parse([]byte(`{"z":1,"\u0061":{"}":"]"},"m":[{},[]]}`))
	for _, member := range value.Members() {
		names = append(names, member.Name)
	}
	if !reflect.DeepEqual(names, []string{"z", "a", "m"}) {
		t.Errorf("names are %v", names)
	}
	if value.String("a", "}") != "]" || len(value.Elements("m")) != 2 {
		t.Errorf("nested values are not read: %v", value)
	}
}

func TestParse_isAbsentForWhatIsNoJson(t *testing.T) {
	for _, text := range []string{"", "{", `{"a"}`, "1 2", "nul"} {
		if Parse([]byte(text)).IsPresent() {
			t.Errorf("%q is present", text)
		}
	}
}

func TestHeaders_manyValuesJoined(t *testing.T) {
	value := Parse([]byte(`{"headers":{"A":"1","B":2},"multiValueHeaders":{"a":["1","2"],"C":[null],"D":[]}}`))
	want := map[string]string{"a": "1,2", "b": "2"}
	if headers := Headers(value); !reflect.DeepEqual(headers, want) {
		t.Errorf("headers are %v", headers)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"Records":[{"a":"\\"}, 1, null]}`))
	f.Fuzz(func(_ *testing.T, text []byte) {
		value := Parse(text)
		for _, member := range value.Members() {
			_ = member.Value.String("a", "b")
		}
		_ = value.Elements("Records")
	})
}
