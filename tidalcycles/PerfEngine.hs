-- TidalCycles plays to a perf_engine on this machine, beside SuperDirt. In BootTidal.hs, before the stream:
--
--   :load /path/to/tidalcycles/PerfEngine.hs
--
-- and for the stream
--
--   tidal <- startStream defaultConfig [(superdirtTarget, [superdirtShape]), perfEngine]
--
-- Written for Tidal 1.9.

module PerfEngine where

import Sound.Tidal.Context

-- Tidal's own clock stamps every event; the engine keeps to the stamp. It is no SuperDirt: no handshake,
-- no control busses.
perfTarget :: Target
perfTarget = superdirtTarget { oName = "perf_engine", oAddress = "127.0.0.1", oPort = 9470,
                               oSchedule = Pre BundleStamp, oHandshake = False, oBusPort = Nothing }

-- Whatever has a note is played to the machine; samples without one are not.
perfShapes :: [OSC]
perfShapes =
  [ OSC "/perf/in/play" $ Named {requiredArgs = ["note"]}
  , OSC "/perf/in/play" $ Named {requiredArgs = ["midinote"]}
  , OSC "/perf/mode" $ ArgList [("perf_mode", Nothing)]
  , OSC "/perf/{perf_do}" $ ArgList []
  ] ++ [ OSC ("/perf/param/" ++ name) $ ArgList [("perf_" ++ name, Nothing)] | name <- perfControls ]

perfEngine :: (Target, [OSC])
perfEngine = (perfTarget, perfShapes)

-- A control of the machine as a pattern: d2 $ perf "temperature" (range 0.7 1.3 $ slow 8 sine)
perf :: String -> Pattern Double -> ControlPattern
perf name = pF ("perf_" ++ name)

-- once $ perfMode "takeover"
perfMode :: Pattern String -> ControlPattern
perfMode = pS "perf_mode"

-- once $ perfDo "panic"; also start, stop, reset
perfDo :: Pattern String -> ControlPattern
perfDo = pS "perf_do"

-- Written by `make docs` from the OSC schema: the names of all controls.
perfControls :: [String]
perfControls =
  [ "temperature", "temperature_rhythm", "temperature_pitch", "temperature_velocity", "nucleus"
  , "density", "tempo_scale", "register_low", "register_high", "scale", "scale_root"
  , "scale_pitches", "scale_strength", "polyphony", "longest_note", "velocity_scale", "velocity_low"
  , "velocity_high", "together", "style", "style_2", "morph", "texture", "quantise", "grid", "swing"
  , "imitation", "recall_themes", "novelty", "harmony", "influence", "freeze", "hears_players"
  , "hears_voices", "drum_players", "share", "patience", "rest_after", "lead", "mute", "transpose"
  , "governor", "repetition_guard", "theory", "windowed", "count_in", "call_length", "instrument"
  , "channel", "role", "motion", "interval", "interval_2", "interval_3", "canon_delay" ]
