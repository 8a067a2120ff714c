package main

import (
	"encoding/json"
	"os"
	"strings"
)

// A bill of materials as CycloneDX 1.6 has it.
type bill struct {
	Format      string          `json:"bomFormat"`
	SpecVersion string          `json:"specVersion"`
	Version     int             `json:"version"`
	Metadata    billMetadata    `json:"metadata"`
	Components  []billComponent `json:"components"`
}

type billMetadata struct {
	Component billComponent `json:"component"`
}

type billComponent struct {
	Type     string        `json:"type"`
	Ref      string        `json:"bom-ref"`
	Name     string        `json:"name"`
	Version  string        `json:"version,omitempty"`
	Purl     string        `json:"purl,omitempty"`
	Licenses []billLicense `json:"licenses,omitempty"`
}

type billLicense struct {
	License struct {
		ID string `json:"id"`
	} `json:"license"`
}

// writeBill says beside the zip what is in it: X.cdx.json for X.zip. It has no time and no random number, so that
// the same layer has the same one.
func writeBill(output string, modules []packedModule) error {
	content := bill{
		Format: "CycloneDX", SpecVersion: "1.6", Version: 1,
		Metadata: billMetadata{billComponent{Type: "application", Ref: "layer", Name: "opentelemetry-collector-layer"}},
	}
	for _, module := range modules {
		content.Components = append(content.Components, module.component())
	}
	text, err := json.MarshalIndent(content, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(strings.TrimSuffix(output, ".zip")+".cdx.json", append(text, '\n'), 0o644)
}

func (m packedModule) component() billComponent {
	purl := "pkg:golang/" + m.path + "@" + m.version
	component := billComponent{Type: "library", Ref: purl, Name: m.path, Version: m.version, Purl: purl}
	for _, id := range m.spdx() {
		var license billLicense
		license.License.ID = id
		component.Licenses = append(component.Licenses, license)
	}
	return component
}
