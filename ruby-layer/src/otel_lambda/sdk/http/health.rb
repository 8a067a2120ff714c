# frozen_string_literal: true

module OtelLambda
  module Sdk
    module Http
      # How a backend fares, and so how long a flush waits for it. Times are those of `monotonic`.
      class Health
        MAX_TRIAL = 0.5
        MIN_BACKOFF = 1.0
        MAX_BACKOFF = 60.0
        private_constant :MAX_TRIAL, :MIN_BACKOFF, :MAX_BACKOFF

        def initialize
          reset
          @until = 0.0
          @trial_began = 0.0
        end

        def up?
          @up
        end

        # Tells if the backend may be asked.
        def may_send?(now)
          @up || @slow || now >= @until
        end

        # Begins a trial if the backend is down and its backoff is over; called by a flush.
        def begin_flush(now)
          return if @up || now < @until || (@trial && now - @trial_began < MAX_TRIAL)

          @trial = true
          @trial_began = now
        end

        # Returns how long a flush with so much time left is to wait still.
        def patience(now, left)
          return left if @up

          @trial ? [left, @trial_began + MAX_TRIAL - now].min : 0.0
        end

        # Takes note of a flush that ended while a request, begun then, had no answer.
        def end_flush(begun, now, budget, left)
          unanswered = @up && (now - begun) * 2 >= budget
          failed_trial = @trial && !patience(now, left).positive?
          return unless unanswered || failed_trial

          suspect(now, 0.0)
          @slow = true
        end

        # Takes note of an answer to a request that was begun at that time.
        def answered(begun)
          if @trial && begun >= @trial_began
            reset
          elsif !@up
            @slow = true
          end
        end

        # Takes note of a failure; `retry_after` is what the backend asks for, or 0.
        def failed(now, retry_after)
          # a request that fails while another's failure is waited for says nothing new
          return unless @up || @slow || @trial || now >= @until

          suspect(now, retry_after)
          @slow = false
        end

        # Makes the backend count as up.
        def reset
          @up = true
          @slow = false
          @trial = false
          @backoff = 0.0
        end

        private

        def suspect(now, retry_after)
          @up = false
          @trial = false
          @backoff = (@backoff * 2).clamp(MIN_BACKOFF, MAX_BACKOFF)
          # environments that have lost their backend together do not all come back together
          jitter = Random.urandom(1).ord / 256.0 * @backoff / 4
          @until = now + [retry_after, @backoff - jitter].max
        end
      end
    end
  end
end
