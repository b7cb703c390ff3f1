# 3. A canon: the machine plays what you play, a fifth higher and a second later.
# When all is over, in an empty buffer: use_osc "localhost", 9470; osc "/perf/panic"

use_osc "localhost", 9470
osc "/perf/notify", 1, 4560, "now", 0
osc "/perf/mode", "follow"
osc "/perf/set", "motion", 2, "interval", 7, "canon_delay", 1.0

live_loop :me do
  [60, 62, 63, 65, 67, 65, 63, 62].each do |pitch|
    osc "/perf/in/note", 0, pitch, 80, 0.2
    synth :pluck, note: pitch
    sleep 0.25
  end
end

live_loop :machine do
  use_real_time
  voice, pitch, velocity, in_ms = sync "/osc*/perf/note"
  synth :pluck, note: pitch, amp: velocity / 127.0, pan: 0.5
end
