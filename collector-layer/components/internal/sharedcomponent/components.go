// Package sharedcomponent lets one receiver serve all signals.
package sharedcomponent

import (
	"sync"

	"go.opentelemetry.io/collector/component"
)

// Components are those that are there, by their names in the config.
type Components[T any] struct {
	mu   sync.Mutex
	byID map[component.ID]T
}

// GetOrCreate returns the one of that name.
func (c *Components[T]) GetOrCreate(id component.ID, create func() T) T {
	c.mu.Lock()
	defer c.mu.Unlock()
	there, ok := c.byID[id]
	if !ok {
		if c.byID == nil {
			c.byID = map[component.ID]T{}
		}
		there = create()
		c.byID[id] = there
	}
	return there
}

// Remove forgets one that has ended, so that the next config gets another.
func (c *Components[T]) Remove(id component.ID) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.byID, id)
}
