package exportqueue

import (
	"errors"

	"go.uber.org/zap"
)

// maxRefusals is how often parts of one batch may be refused before what is refused is no more halved: a single bad item among 2^n is found
// by n + 1 refusals.
const maxRefusals = 32

// refusal is a batch that was refused, and is sent again in parts, so that only what the backend does not take is lost.
type refusal struct {
	refusals int
	parts    int // that are not done
	accepted int // items, as are lost
	lost     int
	err      error
}

// refused halves a batch that would be refused another time, too. What cannot be halved is lost.
func (q *Queue[T]) refused(batch entry[T], err error) {
	part := batch.part
	if part == nil {
		part = &refusal{parts: 1}
	}
	part.refusals++
	part.err = err
	if !q.futile && part.refusals <= maxRefusals && !refusesAll(err) {
		if first, second, ok := q.operations.Halve(batch.data); ok {
			part.parts++
			q.insert(first, part)
			q.insert(second, part)
			return
		}
	}
	items := q.operations.Items(batch.data)
	part.lost += items
	q.lost += items
	q.done(part)
}

// insert puts a part behind those that wait, so that all are halved alike.
func (q *Queue[T]) insert(data T, of *refusal) {
	at := 0
	for at < len(q.entries) && q.entries[at].part != nil {
		at++
	}
	added := entry[T]{data: data, bytes: q.operations.Bytes(data), part: of}
	q.entries = append(q.entries[:at:at], append([]entry[T]{added}, q.entries[at:]...)...)
	q.bytes += added.bytes
	q.waiting += added.bytes
}

// accept counts items of a part, if it is one.
func (r *refusal) accept(items int) {
	if r != nil {
		r.accepted += items
	}
}

// done tells what of a batch has been refused, once all its parts are done.
func (q *Queue[T]) done(part *refusal) {
	if part == nil {
		return
	}
	if part.parts--; part.parts > 0 {
		return
	}
	q.tell(part)
	if part.refusals > maxRefusals && part.accepted == 0 {
		q.futile = true
	}
}

func (q *Queue[T]) tell(part *refusal) {
	if part.lost > 0 {
		q.logger.Error("refused by the exporter, and lost", zap.Int("items", part.lost), zap.Int("accepted", part.accepted), zap.Error(part.err))
	}
}

// tellUnfinished tells of batches whose other parts were still to be sent when the queue ended.
func (q *Queue[T]) tellUnfinished() {
	told := map[*refusal]bool{nil: true}
	for _, left := range q.entries {
		if !told[left.part] {
			told[left.part] = true
			q.tell(left.part)
		}
	}
}

// refusesAll tells whether an error does not depend on what was sent.
func refusesAll(err error) bool {
	var of interface{ RefusesAll() bool }
	return errors.As(err, &of) && of.RefusesAll()
}
