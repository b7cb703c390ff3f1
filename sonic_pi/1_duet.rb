# 1. A duet: a phrase of yours, then four seconds for the machine, which sounds as a piano.
# Start the engine first: perf-engine play --no-sound

use_osc "localhost", 9470
osc "/perf/notify", 1, 4560, "now", 0
osc "/perf/mode", "takeover"
osc "/perf/param/patience", 0.5

live_loop :me do
  [60, 62, 64, 67].each do |pitch|
    osc "/perf/in/note", 0, pitch, 90, 0.2
    synth :pluck, note: pitch
    sleep 0.25
  end
  sleep 4
end

live_loop :machine do
  use_real_time
  voice, pitch, velocity, in_ms = sync "/osc*/perf/note"
  synth :piano, note: pitch, amp: velocity / 127.0
end
