# 2. The machine plays alone; a loop turns its temperature and its register.

use_osc "localhost", 9470
osc "/perf/notify", 1, 4560, "now", 0
osc "/perf/mode", "solo"

live_loop :weather do
  [0.7, 0.9, 1.1, 1.3].each do |value|
    osc "/perf/param/temperature", value
    sleep 4
  end
end

live_loop :height do
  [36, 48, 60].each do |low|
    osc "/perf/set", "register_low", low, "register_high", 84
    sleep 6
  end
end

live_loop :machine do
  use_real_time
  voice, pitch, velocity, in_ms = sync "/osc*/perf/note"
  synth :prophet, note: pitch, amp: velocity / 200.0, release: 0.6
end
