package lambdaconverter

import "slices"

const extensionID = "lambda"

// addExtension adds the Lambda extension where it is not named, as the first to start.
func addExtension(raw map[string]any) {
	extensions := ensureSection(raw, "extensions")
	if _, ok := extensions[extensionID]; !ok {
		extensions[extensionID] = nil
	}
	service := section(raw, "service")
	names := list(service, "extensions")
	if !slices.Contains(names, any(extensionID)) {
		service["extensions"] = append([]any{extensionID}, names...)
	}
}
