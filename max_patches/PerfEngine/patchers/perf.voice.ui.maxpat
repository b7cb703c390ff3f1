{
	"patcher": {
		"fileversion": 1,
		"appversion": {
			"major": 8,
			"minor": 5,
			"revision": 0,
			"architecture": "x64",
			"modernui": 1
		},
		"classnamespace": "box",
		"rect": [
			100.0,
			100.0,
			1156.0,
			622.0
		],
		"bglocked": 0,
		"openinpresentation": 1,
		"default_fontsize": 12.0,
		"default_fontface": 0,
		"default_fontname": "Arial",
		"gridonopen": 1,
		"gridsize": [
			15.0,
			15.0
		],
		"gridsnaponopen": 1,
		"objectsnaponopen": 1,
		"statusbarvisible": 2,
		"toolbarvisible": 1,
		"boxes": [
			{
				"box": {
					"fontsize": 16.0,
					"id": "obj-1",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						30,
						10,
						522,
						27.0
					],
					"text": "perf.voice.ui: every control of one voice (argument: 0 to 15), and presets"
				}
			},
			{
				"box": {
					"comment": "from perf.engine's left outlet",
					"id": "obj-2",
					"index": 1,
					"maxclass": "inlet",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40,
						60,
						30.0,
						30.0
					]
				}
			},
			{
				"box": {
					"id": "obj-3",
					"maxclass": "newobj",
					"numinlets": 10,
					"numoutlets": 10,
					"outlettype": [
						"",
						"",
						"",
						"",
						"",
						"",
						"",
						"",
						"",
						""
					],
					"patching_rect": [
						40,
						110,
						572,
						22.0
					],
					"text": "route lost /perf/running /perf/note /perf/noteoff /perf/cc /perf/alive /perf/sounding /perf/pulse /perf/harmony"
				}
			},
			{
				"box": {
					"id": "obj-4",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"int"
					],
					"patching_rect": [
						40,
						150,
						32,
						22.0
					],
					"text": "t 1"
				}
			},
			{
				"box": {
					"id": "obj-5",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						160,
						150,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-6",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						"int"
					],
					"patching_rect": [
						160,
						220,
						39,
						22.0
					],
					"text": "int 0"
				}
			},
			{
				"box": {
					"id": "obj-7",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						40,
						190,
						64,
						22.0
					],
					"text": "s #0_lost"
				}
			},
			{
				"box": {
					"id": "obj-8",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						182,
						184,
						62,
						22.0
					],
					"text": "r #0_lost"
				}
			},
			{
				"box": {
					"id": "obj-9",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"bang",
						"bang",
						""
					],
					"patching_rect": [
						160,
						260,
						80,
						22.0
					],
					"text": "sel 0 1"
				}
			},
			{
				"box": {
					"id": "obj-10",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40,
						310,
						96,
						22.0
					],
					"text": "/perf/voice/#1/*"
				}
			},
			{
				"box": {
					"id": "obj-11",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						40,
						350,
						64,
						22.0
					],
					"text": "s #0_ask"
				}
			},
			{
				"box": {
					"id": "obj-12",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"int",
						"bang",
						"int"
					],
					"patching_rect": [
						191,
						310,
						50,
						22.0
					],
					"text": "t 0 b 1"
				}
			},
			{
				"box": {
					"id": "obj-13",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						175,
						380,
						64,
						22.0
					],
					"text": "s #0_lost"
				}
			},
			{
				"box": {
					"id": "obj-14",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						260,
						350,
						40,
						22.0
					],
					"text": "push"
				}
			},
			{
				"box": {
					"id": "obj-15",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						260,
						390,
						80,
						22.0
					],
					"text": "s #0_values"
				}
			},
			{
				"box": {
					"id": "obj-16",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						330,
						350,
						72,
						22.0
					],
					"text": "s #0_open"
				}
			},
			{
				"box": {
					"id": "obj-17",
					"linecount": 2,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						440,
						330,
						200,
						36.0
					],
					"text": "a new engine gets the settings from here; a found one is asked"
				}
			},
			{
				"box": {
					"id": "obj-18",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"int",
						"",
						"int"
					],
					"patching_rect": [
						480,
						180,
						46,
						22.0
					],
					"text": "t 1 l 0"
				}
			},
			{
				"box": {
					"id": "obj-19",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						400,
						250,
						80,
						22.0
					],
					"text": "s #0_values"
				}
			},
			{
				"box": {
					"id": "obj-20",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						280,
						250,
						72,
						22.0
					],
					"text": "s #0_open"
				}
			},
			{
				"box": {
					"id": "obj-21",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						520,
						250,
						72,
						22.0
					],
					"text": "s #0_open"
				}
			},
			{
				"box": {
					"id": "obj-22",
					"linecount": 3,
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						330,
						150,
						120,
						50.0
					],
					"text": "the engine's values are shown, and not sent back"
				}
			},
			{
				"box": {
					"id": "obj-23",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						740,
						110,
						58,
						22.0
					],
					"text": "r #0_tell"
				}
			},
			{
				"box": {
					"id": "obj-24",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						660,
						110,
						70,
						22.0
					],
					"text": "r #0_open"
				}
			},
			{
				"box": {
					"id": "obj-25",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						690,
						160,
						39,
						22.0
					],
					"text": "gate"
				}
			},
			{
				"box": {
					"id": "obj-26",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						760,
						160,
						62,
						22.0
					],
					"text": "r #0_ask"
				}
			},
			{
				"box": {
					"comment": "to perf.engine",
					"id": "obj-27",
					"index": 1,
					"maxclass": "outlet",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						690,
						220,
						30.0,
						30.0
					]
				}
			},
			{
				"box": {
					"id": "obj-28",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						610,
						270,
						167,
						22.0
					],
					"text": "closed until an engine replies"
				}
			},
			{
				"box": {
					"id": "obj-29",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1130,
						60,
						45,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						232.0,
						10.0,
						50.0,
						20.0
					],
					"text": "preset"
				}
			},
			{
				"box": {
					"annotation": "The preset's number.",
					"hint": "the preset's number",
					"id": "obj-30",
					"maxclass": "number",
					"maximum": 99,
					"minimum": 1,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"bang"
					],
					"parameter_enable": 0,
					"patching_rect": [
						1180,
						90,
						50.0,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						284.0,
						8.0,
						44.0,
						22.0
					]
				}
			},
			{
				"box": {
					"id": "obj-31",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"int",
						"int"
					],
					"patching_rect": [
						1180,
						130,
						32,
						22.0
					],
					"text": "t i i"
				}
			},
			{
				"box": {
					"id": "obj-32",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1000,
						300,
						420,
						22.0
					],
					"text": "pattrstorage #0_presets @savemode 0 @changemode 0"
				}
			},
			{
				"box": {
					"annotation": "Store the present settings as the preset with this number.",
					"hint": "store",
					"id": "obj-33",
					"maxclass": "textbutton",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"parameter_enable": 0,
					"patching_rect": [
						1000,
						90,
						56.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						336.0,
						7.0,
						56.0,
						24.0
					],
					"text": "store"
				}
			},
			{
				"box": {
					"id": "obj-34",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						"int"
					],
					"patching_rect": [
						1000,
						190,
						39,
						22.0
					],
					"text": "int 1"
				}
			},
			{
				"box": {
					"id": "obj-35",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1000,
						240,
						89,
						22.0
					],
					"text": "prepend store"
				}
			},
			{
				"box": {
					"annotation": "Recall the preset with this number.",
					"hint": "recall",
					"id": "obj-36",
					"maxclass": "textbutton",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"parameter_enable": 0,
					"patching_rect": [
						1100,
						90,
						56.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						396.0,
						7.0,
						56.0,
						24.0
					],
					"text": "recall"
				}
			},
			{
				"box": {
					"id": "obj-37",
					"maxclass": "newobj",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						"int"
					],
					"patching_rect": [
						1100,
						190,
						39,
						22.0
					],
					"text": "int 1"
				}
			},
			{
				"box": {
					"id": "obj-38",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1100,
						240,
						91,
						22.0
					],
					"text": "prepend recall"
				}
			},
			{
				"box": {
					"annotation": "Read presets from a file.",
					"hint": "read",
					"id": "obj-39",
					"maxclass": "textbutton",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"parameter_enable": 0,
					"patching_rect": [
						1290,
						90,
						56.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						456.0,
						7.0,
						56.0,
						24.0
					],
					"text": "read"
				}
			},
			{
				"box": {
					"id": "obj-40",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1290,
						255,
						37,
						22.0
					],
					"text": "read"
				}
			},
			{
				"box": {
					"annotation": "Write all presets to a file.",
					"hint": "write",
					"id": "obj-41",
					"maxclass": "textbutton",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"parameter_enable": 0,
					"patching_rect": [
						1370,
						90,
						56.0,
						24.0
					],
					"presentation": 1,
					"presentation_rect": [
						516.0,
						7.0,
						56.0,
						24.0
					],
					"text": "write"
				}
			},
			{
				"box": {
					"id": "obj-42",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1370,
						255,
						39,
						22.0
					],
					"text": "write"
				}
			},
			{
				"box": {
					"id": "obj-43",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 4,
					"outlettype": [
						"",
						"",
						"",
						""
					],
					"patching_rect": [
						1000,
						340,
						63,
						22.0
					],
					"text": "autopattr"
				}
			},
			{
				"box": {
					"id": "obj-44",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1080,
						341,
						174,
						22.0
					],
					"text": "takes all that has a name here"
				}
			},
			{
				"box": {
					"annotation": "It may sound again.",
					"hint": "It may sound again.",
					"id": "obj-45",
					"maxclass": "textbutton",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"parameter_enable": 0,
					"patching_rect": [
						1000.0,
						380,
						60.0,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						8.0,
						38.0,
						60.0,
						22.0
					],
					"text": "play"
				}
			},
			{
				"box": {
					"id": "obj-46",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1000.0,
						412,
						81,
						22.0
					],
					"text": "/perf/start #1"
				}
			},
			{
				"box": {
					"id": "obj-47",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1000.0,
						442,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"annotation": "Silent until play.",
					"hint": "Silent until play.",
					"id": "obj-48",
					"maxclass": "textbutton",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"parameter_enable": 0,
					"patching_rect": [
						1130.0,
						380,
						60.0,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						72.0,
						38.0,
						60.0,
						22.0
					],
					"text": "rest"
				}
			},
			{
				"box": {
					"id": "obj-49",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1130.0,
						412,
						81,
						22.0
					],
					"text": "/perf/stop #1"
				}
			},
			{
				"box": {
					"id": "obj-50",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1130.0,
						442,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"annotation": "It forgets everything that was heard and played.",
					"hint": "It forgets everything that was heard and played.",
					"id": "obj-51",
					"maxclass": "textbutton",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"parameter_enable": 0,
					"patching_rect": [
						1260.0,
						380,
						60.0,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						136.0,
						38.0,
						60.0,
						22.0
					],
					"text": "forget"
				}
			},
			{
				"box": {
					"id": "obj-52",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1260.0,
						412,
						84,
						22.0
					],
					"text": "/perf/reset #1"
				}
			},
			{
				"box": {
					"id": "obj-53",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1260.0,
						442,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"annotation": "Silence everyone and everything, now.",
					"bgcolor": [
						0.78,
						0.15,
						0.12,
						1.0
					],
					"bgoncolor": [
						0.78,
						0.15,
						0.12,
						1.0
					],
					"fontsize": 14.0,
					"hint": "Silence, now",
					"id": "obj-54",
					"maxclass": "textbutton",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"int"
					],
					"parameter_enable": 0,
					"patching_rect": [
						1390,
						380,
						90.0,
						30.0
					],
					"presentation": 1,
					"presentation_rect": [
						204.0,
						34.0,
						90.0,
						30.0
					],
					"text": "PANIC",
					"textcolor": [
						1.0,
						1.0,
						1.0,
						1.0
					],
					"textoncolor": [
						1.0,
						1.0,
						1.0,
						1.0
					]
				}
			},
			{
				"box": {
					"id": "obj-55",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1390,
						416,
						70,
						22.0
					],
					"text": "/perf/panic"
				}
			},
			{
				"box": {
					"id": "obj-56",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1390,
						446,
						64,
						22.0
					],
					"text": "s #0_ask"
				}
			},
			{
				"box": {
					"fontface": 1,
					"id": "obj-57",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1500,
						70,
						105,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						8.0,
						66.0,
						228.0,
						20.0
					],
					"text": "How adventurous"
				}
			},
			{
				"box": {
					"fontface": 1,
					"id": "obj-58",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1500,
						100,
						144,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						388.0,
						66.0,
						152.0,
						20.0
					],
					"text": "How much, and how fast"
				}
			},
			{
				"box": {
					"fontface": 1,
					"id": "obj-59",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1500,
						130,
						108,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						8.0,
						176.0,
						228.0,
						20.0
					],
					"text": "What it may strike"
				}
			},
			{
				"box": {
					"fontface": 1,
					"id": "obj-60",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1500,
						160,
						62,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						692.0,
						176.0,
						228.0,
						20.0
					],
					"text": "How loud"
				}
			},
			{
				"box": {
					"fontface": 1,
					"id": "obj-61",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1500,
						190,
						48,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						8.0,
						286.0,
						228.0,
						20.0
					],
					"text": "In time"
				}
			},
			{
				"box": {
					"fontface": 1,
					"id": "obj-62",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1500,
						220,
						75,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						388.0,
						286.0,
						228.0,
						20.0
					],
					"text": "On the beat"
				}
			},
			{
				"box": {
					"fontface": 1,
					"id": "obj-63",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1500,
						250,
						132,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						8.0,
						396.0,
						228.0,
						20.0
					],
					"text": "What it takes from you"
				}
			},
			{
				"box": {
					"fontface": 1,
					"id": "obj-64",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1500,
						280,
						73,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						692.0,
						396.0,
						228.0,
						20.0
					],
					"text": "Whose turn"
				}
			},
			{
				"box": {
					"fontface": 1,
					"id": "obj-65",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1500,
						310,
						31,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						920.0,
						396.0,
						228.0,
						20.0
					],
					"text": "Out"
				}
			},
			{
				"box": {
					"fontface": 1,
					"id": "obj-66",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1500,
						340,
						92,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						8.0,
						506.0,
						228.0,
						20.0
					],
					"text": "Kept in bounds"
				}
			},
			{
				"box": {
					"fontface": 1,
					"id": "obj-67",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1500,
						370,
						108,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						236.0,
						506.0,
						228.0,
						20.0
					],
					"text": "Call and response"
				}
			},
			{
				"box": {
					"fontface": 1,
					"id": "obj-68",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1500,
						400,
						132,
						22.0
					],
					"presentation": 1,
					"presentation_rect": [
						616.0,
						506.0,
						228.0,
						20.0
					],
					"text": "Accompany and follow"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-69",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						124.0,
						492,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						8.0,
						10.0,
						70.0,
						20.0
					],
					"text": "mode",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-70",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						490,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-71",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						40.0,
						524,
						182,
						22.0
					],
					"text": "route /perf/voice/#1/mode push"
				}
			},
			{
				"box": {
					"annotation": "Way in which the machine plays together with you.",
					"annotation_name": "mode",
					"hint": "mode: Way in which the machine plays together with you.",
					"id": "obj-72",
					"maxclass": "live.menu",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						40.0,
						590,
						110.0,
						15.0
					],
					"presentation": 1,
					"presentation_rect": [
						86.0,
						12.0,
						110.0,
						15.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "mode",
							"parameter_shortname": "mode",
							"parameter_annotation_name": "mode",
							"parameter_info": "Way in which the machine plays together with you.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_type": 2,
							"parameter_enum": [
								"duet",
								"takeover",
								"solo",
								"listen",
								"call_response",
								"accompany",
								"follow",
								"drums"
							],
							"parameter_initial": [
								0
							],
							"parameter_mmax": 7
						}
					},
					"varname": "mode"
				}
			},
			{
				"box": {
					"id": "obj-73",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						130.0,
						558,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-74",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						650,
						169,
						22.0
					],
					"text": "prepend /perf/voice/#1/mode"
				}
			},
			{
				"box": {
					"id": "obj-75",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						40.0,
						680,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-76",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						386.0,
						492,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						8.0,
						90.0,
						70.0,
						30.0
					],
					"text": "temperature",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-77",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						302.0,
						490,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-78",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						302.0,
						524,
						215,
						22.0
					],
					"text": "route /perf/voice/#1/temperature push"
				}
			},
			{
				"box": {
					"annotation": "Adventurousness of the machine: below 1 it plays safer, above 1 wilder.",
					"annotation_name": "temperature",
					"hint": "temperature: Adventurousness of the machine: below 1 it plays safer, above 1 wilder.",
					"id": "obj-79",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						302.0,
						590,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						20.0,
						120.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "temperature",
							"parameter_shortname": "temperature",
							"parameter_annotation_name": "temperature",
							"parameter_info": "Adventurousness of the machine: below 1 it plays safer, above 1 wilder.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								1.0
							],
							"parameter_type": 0,
							"parameter_mmin": 0.1,
							"parameter_mmax": 2.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "temperature"
				}
			},
			{
				"box": {
					"id": "obj-80",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						302.0,
						558,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-81",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						392.0,
						558,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-82",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						302.0,
						650,
						203,
						22.0
					],
					"text": "prepend /perf/voice/#1/temperature"
				}
			},
			{
				"box": {
					"id": "obj-83",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						302.0,
						680,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-84",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						648.0,
						492,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						84.0,
						90.0,
						70.0,
						30.0
					],
					"text": "temperature rhythm",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-85",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						564.0,
						490,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-86",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						564.0,
						524,
						258,
						22.0
					],
					"text": "route /perf/voice/#1/temperature_rhythm push"
				}
			},
			{
				"box": {
					"annotation": "Adventurousness of the timing: the machine uses the product of this value and temperature.",
					"annotation_name": "temperature rhythm",
					"hint": "temperature rhythm: Adventurousness of the timing: the machine uses the product of this value and temperature.",
					"id": "obj-87",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						564.0,
						590,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						96.0,
						120.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "temperature_rhythm",
							"parameter_shortname": "temperature rhythm",
							"parameter_annotation_name": "temperature rhythm",
							"parameter_info": "Adventurousness of the timing: the machine uses the product of this value and temperature.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								1.0
							],
							"parameter_type": 0,
							"parameter_mmin": 0.1,
							"parameter_mmax": 2.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "temperature_rhythm"
				}
			},
			{
				"box": {
					"id": "obj-88",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						564.0,
						558,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-89",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						654.0,
						558,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-90",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						564.0,
						650,
						245,
						22.0
					],
					"text": "prepend /perf/voice/#1/temperature_rhythm"
				}
			},
			{
				"box": {
					"id": "obj-91",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						564.0,
						680,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-92",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						910.0,
						492,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						160.0,
						90.0,
						70.0,
						30.0
					],
					"text": "temperature pitch",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-93",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						826.0,
						490,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-94",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						826.0,
						524,
						248,
						22.0
					],
					"text": "route /perf/voice/#1/temperature_pitch push"
				}
			},
			{
				"box": {
					"annotation": "Adventurousness of the pitches: the machine uses the product of this value and temperature.",
					"annotation_name": "temperature pitch",
					"hint": "temperature pitch: Adventurousness of the pitches: the machine uses the product of this value and temperature.",
					"id": "obj-95",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						826.0,
						590,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						172.0,
						120.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "temperature_pitch",
							"parameter_shortname": "temperature pitch",
							"parameter_annotation_name": "temperature pitch",
							"parameter_info": "Adventurousness of the pitches: the machine uses the product of this value and temperature.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								0.92
							],
							"parameter_type": 0,
							"parameter_mmin": 0.1,
							"parameter_mmax": 2.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "temperature_pitch"
				}
			},
			{
				"box": {
					"id": "obj-96",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						826.0,
						558,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-97",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						916.0,
						558,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-98",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						826.0,
						650,
						235,
						22.0
					],
					"text": "prepend /perf/voice/#1/temperature_pitch"
				}
			},
			{
				"box": {
					"id": "obj-99",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						826.0,
						680,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-100",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1172.0,
						492,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						236.0,
						90.0,
						70.0,
						30.0
					],
					"text": "temperature velocity",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-101",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1088.0,
						490,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-102",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1088.0,
						524,
						262,
						22.0
					],
					"text": "route /perf/voice/#1/temperature_velocity push"
				}
			},
			{
				"box": {
					"annotation": "Adventurousness of the loudness: the machine uses the product of this value and temperature.",
					"annotation_name": "temperature velocity",
					"hint": "temperature velocity: Adventurousness of the loudness: the machine uses the product of this value and temperature.",
					"id": "obj-103",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1088.0,
						590,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						248.0,
						120.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "temperature_velocity",
							"parameter_shortname": "temperature velocity",
							"parameter_annotation_name": "temperature velocity",
							"parameter_info": "Adventurousness of the loudness: the machine uses the product of this value and temperature.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								1.0
							],
							"parameter_type": 0,
							"parameter_mmin": 0.1,
							"parameter_mmax": 2.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "temperature_velocity"
				}
			},
			{
				"box": {
					"id": "obj-104",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1088.0,
						558,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-105",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1178.0,
						558,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-106",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1088.0,
						650,
						249,
						22.0
					],
					"text": "prepend /perf/voice/#1/temperature_velocity"
				}
			},
			{
				"box": {
					"id": "obj-107",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1088.0,
						680,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-108",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1434.0,
						492,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						312.0,
						90.0,
						70.0,
						30.0
					],
					"text": "nucleus",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-109",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1350.0,
						490,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-110",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1350.0,
						524,
						193,
						22.0
					],
					"text": "route /perf/voice/#1/nucleus push"
				}
			},
			{
				"box": {
					"annotation": "Choice of pitches: at 0.95 the machine leaves out the least likely pitches, whose chances together are at most 5 %. Lower is safer; at 1 it may take any pitch.",
					"annotation_name": "nucleus",
					"hint": "nucleus: Choice of pitches: at 0.95 the machine leaves out the least likely pitches, whose chances together are at most 5 %. Lower is safer; at 1 it may take any pitch.",
					"id": "obj-111",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1350.0,
						590,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						324.0,
						120.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "nucleus",
							"parameter_shortname": "nucleus",
							"parameter_annotation_name": "nucleus",
							"parameter_info": "Choice of pitches: at 0.95 the machine leaves out the least likely pitches, whose chances together are at most 5 %. Lower is safer; at 1 it may take any pitch.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								0.95
							],
							"parameter_type": 0,
							"parameter_mmin": 0.1,
							"parameter_mmax": 1.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "nucleus"
				}
			},
			{
				"box": {
					"id": "obj-112",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1350.0,
						558,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-113",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1440.0,
						558,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-114",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1350.0,
						650,
						180,
						22.0
					],
					"text": "prepend /perf/voice/#1/nucleus"
				}
			},
			{
				"box": {
					"id": "obj-115",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1350.0,
						680,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-116",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1696.0,
						492,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						388.0,
						90.0,
						70.0,
						30.0
					],
					"text": "density",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-117",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1612.0,
						490,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-118",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1612.0,
						524,
						190,
						22.0
					],
					"text": "route /perf/voice/#1/density push"
				}
			},
			{
				"box": {
					"annotation": "Number of the machine's notes: above 1 it plays more, below 1 less.",
					"annotation_name": "density",
					"hint": "density: Number of the machine's notes: above 1 it plays more, below 1 less.",
					"id": "obj-119",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1612.0,
						590,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						400.0,
						120.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "density",
							"parameter_shortname": "density",
							"parameter_annotation_name": "density",
							"parameter_info": "Number of the machine's notes: above 1 it plays more, below 1 less.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								1.0
							],
							"parameter_type": 0,
							"parameter_mmin": 0.1,
							"parameter_mmax": 4.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "density"
				}
			},
			{
				"box": {
					"id": "obj-120",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1612.0,
						558,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-121",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1702.0,
						558,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-122",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1612.0,
						650,
						177,
						22.0
					],
					"text": "prepend /perf/voice/#1/density"
				}
			},
			{
				"box": {
					"id": "obj-123",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1612.0,
						680,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-124",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						124.0,
						722,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						464.0,
						90.0,
						70.0,
						30.0
					],
					"text": "tempo scale",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-125",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						720,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-126",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						40.0,
						754,
						220,
						22.0
					],
					"text": "route /perf/voice/#1/tempo_scale push"
				}
			},
			{
				"box": {
					"annotation": "Speed of the machine: at 2 it plays twice as fast.",
					"annotation_name": "tempo scale",
					"hint": "tempo scale: Speed of the machine: at 2 it plays twice as fast.",
					"id": "obj-127",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						40.0,
						820,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						476.0,
						120.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "tempo_scale",
							"parameter_shortname": "tempo scale",
							"parameter_annotation_name": "tempo scale",
							"parameter_info": "Speed of the machine: at 2 it plays twice as fast.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								1.0
							],
							"parameter_type": 0,
							"parameter_mmin": 0.25,
							"parameter_mmax": 4.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "tempo_scale"
				}
			},
			{
				"box": {
					"id": "obj-128",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						788,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-129",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						130.0,
						788,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-130",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						880,
						207,
						22.0
					],
					"text": "prepend /perf/voice/#1/tempo_scale"
				}
			},
			{
				"box": {
					"id": "obj-131",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						40.0,
						910,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-132",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						386.0,
						722,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						8.0,
						200.0,
						70.0,
						30.0
					],
					"text": "register low",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-133",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						302.0,
						720,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-134",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						302.0,
						754,
						215,
						22.0
					],
					"text": "route /perf/voice/#1/register_low push"
				}
			},
			{
				"box": {
					"annotation": "Lowest key that the machine strikes. (pitch)",
					"annotation_name": "register low",
					"hint": "register low: Lowest key that the machine strikes. (pitch)",
					"id": "obj-135",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						302.0,
						820,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						20.0,
						230.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "register_low",
							"parameter_shortname": "register low",
							"parameter_annotation_name": "register low",
							"parameter_info": "Lowest key that the machine strikes. (pitch)",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								0
							],
							"parameter_type": 1,
							"parameter_mmin": 0,
							"parameter_mmax": 127,
							"parameter_unitstyle": 0
						}
					},
					"showname": 0,
					"varname": "register_low"
				}
			},
			{
				"box": {
					"id": "obj-136",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						302.0,
						788,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-137",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						392.0,
						788,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-138",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						302.0,
						880,
						202,
						22.0
					],
					"text": "prepend /perf/voice/#1/register_low"
				}
			},
			{
				"box": {
					"id": "obj-139",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						302.0,
						910,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-140",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						648.0,
						722,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						84.0,
						200.0,
						70.0,
						30.0
					],
					"text": "register high",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-141",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						564.0,
						720,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-142",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						564.0,
						754,
						220,
						22.0
					],
					"text": "route /perf/voice/#1/register_high push"
				}
			},
			{
				"box": {
					"annotation": "Highest key that the machine strikes. (pitch)",
					"annotation_name": "register high",
					"hint": "register high: Highest key that the machine strikes. (pitch)",
					"id": "obj-143",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						564.0,
						820,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						96.0,
						230.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "register_high",
							"parameter_shortname": "register high",
							"parameter_annotation_name": "register high",
							"parameter_info": "Highest key that the machine strikes. (pitch)",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								127
							],
							"parameter_type": 1,
							"parameter_mmin": 0,
							"parameter_mmax": 127,
							"parameter_unitstyle": 0
						}
					},
					"showname": 0,
					"varname": "register_high"
				}
			},
			{
				"box": {
					"id": "obj-144",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						564.0,
						788,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-145",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						654.0,
						788,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-146",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						564.0,
						880,
						207,
						22.0
					],
					"text": "prepend /perf/voice/#1/register_high"
				}
			},
			{
				"box": {
					"id": "obj-147",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						564.0,
						910,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-148",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						910.0,
						722,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						160.0,
						200.0,
						146.0,
						30.0
					],
					"text": "scale",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-149",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						826.0,
						720,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-150",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						826.0,
						754,
						180,
						22.0
					],
					"text": "route /perf/voice/#1/scale push"
				}
			},
			{
				"box": {
					"annotation": "Scale that the machine keeps to. The scale named pitches is your own: set it with scale_pitches.",
					"annotation_name": "scale",
					"hint": "scale: Scale that the machine keeps to. The scale named pitches is your own: set it with scale_pitches.",
					"id": "obj-151",
					"maxclass": "live.menu",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						826.0,
						820,
						146.0,
						15.0
					],
					"presentation": 1,
					"presentation_rect": [
						160.0,
						230.0,
						146.0,
						15.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "scale",
							"parameter_shortname": "scale",
							"parameter_annotation_name": "scale",
							"parameter_info": "Scale that the machine keeps to. The scale named pitches is your own: set it with scale_pitches.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_type": 2,
							"parameter_enum": [
								"off",
								"ionian",
								"dorian",
								"phrygian",
								"lydian",
								"mixolydian",
								"aeolian",
								"locrian",
								"major",
								"minor",
								"harmonic_minor",
								"major_pentatonic",
								"minor_pentatonic",
								"whole_tone",
								"octatonic",
								"pitches",
								"blues",
								"major_blues",
								"bebop_dominant",
								"bebop_major",
								"bebop_dorian",
								"bebop_melodic_minor",
								"diminished_half_whole",
								"diminished_whole_half",
								"augmented",
								"melodic_minor",
								"dorian_flat_2",
								"lydian_augmented",
								"lydian_dominant",
								"mixolydian_flat_6",
								"locrian_natural_2",
								"altered",
								"phrygian_dominant",
								"harmonic_major"
							],
							"parameter_initial": [
								0
							],
							"parameter_mmax": 33
						}
					},
					"varname": "scale"
				}
			},
			{
				"box": {
					"id": "obj-152",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						916.0,
						788,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-153",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						826.0,
						880,
						167,
						22.0
					],
					"text": "prepend /perf/voice/#1/scale"
				}
			},
			{
				"box": {
					"id": "obj-154",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						826.0,
						910,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-155",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1172.0,
						722,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						312.0,
						200.0,
						70.0,
						30.0
					],
					"text": "scale root",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-156",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1088.0,
						720,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-157",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1088.0,
						754,
						207,
						22.0
					],
					"text": "route /perf/voice/#1/scale_root push"
				}
			},
			{
				"box": {
					"annotation": "Root of the scale, such as C, F# or Bb.",
					"annotation_name": "scale root",
					"hint": "scale root: Root of the scale, such as C, F# or Bb.",
					"id": "obj-158",
					"maxclass": "live.menu",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1088.0,
						820,
						70.0,
						15.0
					],
					"presentation": 1,
					"presentation_rect": [
						312.0,
						230.0,
						70.0,
						15.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "scale_root",
							"parameter_shortname": "scale root",
							"parameter_annotation_name": "scale root",
							"parameter_info": "Root of the scale, such as C, F# or Bb.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_type": 2,
							"parameter_enum": [
								"C",
								"C#",
								"D",
								"D#",
								"E",
								"F",
								"F#",
								"G",
								"G#",
								"A",
								"A#",
								"B"
							],
							"parameter_initial": [
								0
							],
							"parameter_mmax": 11
						}
					},
					"varname": "scale_root"
				}
			},
			{
				"box": {
					"id": "obj-159",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1178.0,
						788,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-160",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1088.0,
						880,
						194,
						22.0
					],
					"text": "prepend /perf/voice/#1/scale_root"
				}
			},
			{
				"box": {
					"id": "obj-161",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1088.0,
						910,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-162",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1434.0,
						722,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						388.0,
						200.0,
						70.0,
						30.0
					],
					"text": "scale pitches",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-163",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1350.0,
						720,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-164",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1350.0,
						754,
						224,
						22.0
					],
					"text": "route /perf/voice/#1/scale_pitches push"
				}
			},
			{
				"box": {
					"annotation": "Your own scale, for the scale named pitches: a list of semitones above the root, from 0 to 11, such as 0 2 4 7.",
					"annotation_name": "scale pitches",
					"hint": "scale pitches: Your own scale, for the scale named pitches: a list of semitones above the root, from 0 to 11, such as 0 2 4 7.",
					"id": "obj-165",
					"maxclass": "live.numbox",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1350.0,
						820,
						56.0,
						15.0
					],
					"presentation": 1,
					"presentation_rect": [
						395.0,
						230.0,
						56.0,
						15.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "scale_pitches",
							"parameter_shortname": "scale pitches",
							"parameter_annotation_name": "scale pitches",
							"parameter_info": "Your own scale, for the scale named pitches: a list of semitones above the root, from 0 to 11, such as 0 2 4 7.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								4095
							],
							"parameter_type": 0,
							"parameter_mmin": 0,
							"parameter_mmax": 4095,
							"parameter_unitstyle": 0
						}
					},
					"varname": "scale_pitches"
				}
			},
			{
				"box": {
					"id": "obj-166",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1350.0,
						788,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-167",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1440.0,
						788,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-168",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1350.0,
						880,
						211,
						22.0
					],
					"text": "prepend /perf/voice/#1/scale_pitches"
				}
			},
			{
				"box": {
					"id": "obj-169",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1350.0,
						910,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-170",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1696.0,
						722,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						464.0,
						200.0,
						70.0,
						30.0
					],
					"text": "scale strength",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-171",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1612.0,
						720,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-172",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1612.0,
						754,
						229,
						22.0
					],
					"text": "route /perf/voice/#1/scale_strength push"
				}
			},
			{
				"box": {
					"annotation": "Strength of the scale: at 1 the machine plays only notes of the scale, at 0 any note.",
					"annotation_name": "scale strength",
					"hint": "scale strength: Strength of the scale: at 1 the machine plays only notes of the scale, at 0 any note.",
					"id": "obj-173",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1612.0,
						820,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						476.0,
						230.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "scale_strength",
							"parameter_shortname": "scale strength",
							"parameter_annotation_name": "scale strength",
							"parameter_info": "Strength of the scale: at 1 the machine plays only notes of the scale, at 0 any note.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								1.0
							],
							"parameter_type": 0,
							"parameter_mmin": 0.0,
							"parameter_mmax": 1.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "scale_strength"
				}
			},
			{
				"box": {
					"id": "obj-174",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1612.0,
						788,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-175",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1702.0,
						788,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-176",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1612.0,
						880,
						216,
						22.0
					],
					"text": "prepend /perf/voice/#1/scale_strength"
				}
			},
			{
				"box": {
					"id": "obj-177",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1612.0,
						910,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-178",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						124.0,
						952,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						540.0,
						200.0,
						70.0,
						30.0
					],
					"text": "polyphony",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-179",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						950,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-180",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						40.0,
						984,
						206,
						22.0
					],
					"text": "route /perf/voice/#1/polyphony push"
				}
			},
			{
				"box": {
					"annotation": "Largest number of keys that the machine holds at once. (keys)",
					"annotation_name": "polyphony",
					"hint": "polyphony: Largest number of keys that the machine holds at once. (keys)",
					"id": "obj-181",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						40.0,
						1050,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						552.0,
						230.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "polyphony",
							"parameter_shortname": "polyphony",
							"parameter_annotation_name": "polyphony",
							"parameter_info": "Largest number of keys that the machine holds at once. (keys)",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								10
							],
							"parameter_type": 1,
							"parameter_mmin": 1,
							"parameter_mmax": 32,
							"parameter_unitstyle": 0
						}
					},
					"showname": 0,
					"varname": "polyphony"
				}
			},
			{
				"box": {
					"id": "obj-182",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						1018,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-183",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						130.0,
						1018,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-184",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						1110,
						193,
						22.0
					],
					"text": "prepend /perf/voice/#1/polyphony"
				}
			},
			{
				"box": {
					"id": "obj-185",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						40.0,
						1140,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-186",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						386.0,
						952,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						616.0,
						200.0,
						70.0,
						30.0
					],
					"text": "longest note",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-187",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						302.0,
						950,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-188",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						302.0,
						984,
						221,
						22.0
					],
					"text": "route /perf/voice/#1/longest_note push"
				}
			},
			{
				"box": {
					"annotation": "Longest time that the machine holds a key. (s)",
					"annotation_name": "longest note",
					"hint": "longest note: Longest time that the machine holds a key. (s)",
					"id": "obj-189",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						302.0,
						1050,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						628.0,
						230.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "longest_note",
							"parameter_shortname": "longest note",
							"parameter_annotation_name": "longest note",
							"parameter_info": "Longest time that the machine holds a key. (s)",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								12.0
							],
							"parameter_type": 0,
							"parameter_mmin": 0.1,
							"parameter_mmax": 60.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "longest_note"
				}
			},
			{
				"box": {
					"id": "obj-190",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						302.0,
						1018,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-191",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						392.0,
						1018,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-192",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						302.0,
						1110,
						208,
						22.0
					],
					"text": "prepend /perf/voice/#1/longest_note"
				}
			},
			{
				"box": {
					"id": "obj-193",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						302.0,
						1140,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-194",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						648.0,
						952,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						692.0,
						200.0,
						70.0,
						30.0
					],
					"text": "velocity scale",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-195",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						564.0,
						950,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-196",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						564.0,
						984,
						226,
						22.0
					],
					"text": "route /perf/voice/#1/velocity_scale push"
				}
			},
			{
				"box": {
					"annotation": "Loudness of the machine: above 1 it is louder, below 1 softer.",
					"annotation_name": "velocity scale",
					"hint": "velocity scale: Loudness of the machine: above 1 it is louder, below 1 softer.",
					"id": "obj-197",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						564.0,
						1050,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						704.0,
						230.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "velocity_scale",
							"parameter_shortname": "velocity scale",
							"parameter_annotation_name": "velocity scale",
							"parameter_info": "Loudness of the machine: above 1 it is louder, below 1 softer.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								1.0
							],
							"parameter_type": 0,
							"parameter_mmin": 0.0,
							"parameter_mmax": 2.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "velocity_scale"
				}
			},
			{
				"box": {
					"id": "obj-198",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						564.0,
						1018,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-199",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						654.0,
						1018,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-200",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						564.0,
						1110,
						213,
						22.0
					],
					"text": "prepend /perf/voice/#1/velocity_scale"
				}
			},
			{
				"box": {
					"id": "obj-201",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						564.0,
						1140,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-202",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						910.0,
						952,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						768.0,
						200.0,
						70.0,
						30.0
					],
					"text": "velocity low",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-203",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						826.0,
						950,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-204",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						826.0,
						984,
						216,
						22.0
					],
					"text": "route /perf/voice/#1/velocity_low push"
				}
			},
			{
				"box": {
					"annotation": "Velocity of the machine's softest notes. (velocity)",
					"annotation_name": "velocity low",
					"hint": "velocity low: Velocity of the machine's softest notes. (velocity)",
					"id": "obj-205",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						826.0,
						1050,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						780.0,
						230.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "velocity_low",
							"parameter_shortname": "velocity low",
							"parameter_annotation_name": "velocity low",
							"parameter_info": "Velocity of the machine's softest notes. (velocity)",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								1
							],
							"parameter_type": 1,
							"parameter_mmin": 1,
							"parameter_mmax": 127,
							"parameter_unitstyle": 0
						}
					},
					"showname": 0,
					"varname": "velocity_low"
				}
			},
			{
				"box": {
					"id": "obj-206",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						826.0,
						1018,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-207",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						916.0,
						1018,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-208",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						826.0,
						1110,
						203,
						22.0
					],
					"text": "prepend /perf/voice/#1/velocity_low"
				}
			},
			{
				"box": {
					"id": "obj-209",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						826.0,
						1140,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-210",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1172.0,
						952,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						844.0,
						200.0,
						70.0,
						30.0
					],
					"text": "velocity high",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-211",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1088.0,
						950,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-212",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1088.0,
						984,
						221,
						22.0
					],
					"text": "route /perf/voice/#1/velocity_high push"
				}
			},
			{
				"box": {
					"annotation": "Velocity of the machine's loudest notes. (velocity)",
					"annotation_name": "velocity high",
					"hint": "velocity high: Velocity of the machine's loudest notes. (velocity)",
					"id": "obj-213",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1088.0,
						1050,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						856.0,
						230.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "velocity_high",
							"parameter_shortname": "velocity high",
							"parameter_annotation_name": "velocity high",
							"parameter_info": "Velocity of the machine's loudest notes. (velocity)",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								127
							],
							"parameter_type": 1,
							"parameter_mmin": 1,
							"parameter_mmax": 127,
							"parameter_unitstyle": 0
						}
					},
					"showname": 0,
					"varname": "velocity_high"
				}
			},
			{
				"box": {
					"id": "obj-214",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1088.0,
						1018,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-215",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1178.0,
						1018,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-216",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1088.0,
						1110,
						208,
						22.0
					],
					"text": "prepend /perf/voice/#1/velocity_high"
				}
			},
			{
				"box": {
					"id": "obj-217",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1088.0,
						1140,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-218",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1434.0,
						952,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						8.0,
						310.0,
						70.0,
						30.0
					],
					"text": "together",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-219",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1350.0,
						950,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-220",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1350.0,
						984,
						195,
						22.0
					],
					"text": "route /perf/voice/#1/together push"
				}
			},
			{
				"box": {
					"annotation": "Playing in time: at 1 the machine plays to the beat that it hears from you, or that a clock gives; at 0 it plays freely. If you play no clear beat, it plays freely too.",
					"annotation_name": "together",
					"hint": "together: Playing in time: at 1 the machine plays to the beat that it hears from you, or that a clock gives; at 0 it plays freely. If you play no clear beat, it plays freely too.",
					"id": "obj-221",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1350.0,
						1050,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						20.0,
						340.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "together",
							"parameter_shortname": "together",
							"parameter_annotation_name": "together",
							"parameter_info": "Playing in time: at 1 the machine plays to the beat that it hears from you, or that a clock gives; at 0 it plays freely. If you play no clear beat, it plays freely too.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								1.0
							],
							"parameter_type": 0,
							"parameter_mmin": 0.0,
							"parameter_mmax": 1.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "together"
				}
			},
			{
				"box": {
					"id": "obj-222",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1350.0,
						1018,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-223",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1440.0,
						1018,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-224",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1350.0,
						1110,
						182,
						22.0
					],
					"text": "prepend /perf/voice/#1/together"
				}
			},
			{
				"box": {
					"id": "obj-225",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1350.0,
						1140,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-226",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1696.0,
						952,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						84.0,
						310.0,
						70.0,
						30.0
					],
					"text": "style",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-227",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1612.0,
						950,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-228",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1612.0,
						984,
						176,
						22.0
					],
					"text": "route /perf/voice/#1/style push"
				}
			},
			{
				"box": {
					"annotation": "Style of what the machine plays: none, or one of the model's styles, such as jazz. /perf/model/styles lists them. A number counts in that list from 1, and 0 is none.",
					"annotation_name": "style",
					"hint": "style: Style of what the machine plays: none, or one of the model's styles, such as jazz. /perf/model/styles lists them. A number counts in that list from 1, and 0 is none.",
					"id": "obj-229",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1612.0,
						1050,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						96.0,
						340.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "style",
							"parameter_shortname": "style",
							"parameter_annotation_name": "style",
							"parameter_info": "Style of what the machine plays: none, or one of the model's styles, such as jazz. /perf/model/styles lists them. A number counts in that list from 1, and 0 is none.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								0
							],
							"parameter_type": 1,
							"parameter_mmin": 0,
							"parameter_mmax": 127,
							"parameter_unitstyle": 0
						}
					},
					"showname": 0,
					"varname": "style"
				}
			},
			{
				"box": {
					"id": "obj-230",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1612.0,
						1018,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-231",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1702.0,
						1018,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-232",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1612.0,
						1110,
						163,
						22.0
					],
					"text": "prepend /perf/voice/#1/style"
				}
			},
			{
				"box": {
					"id": "obj-233",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1612.0,
						1140,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-234",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						124.0,
						1182,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						160.0,
						310.0,
						70.0,
						30.0
					],
					"text": "style 2",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-235",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						1180,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-236",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						40.0,
						1214,
						190,
						22.0
					],
					"text": "route /perf/voice/#1/style_2 push"
				}
			},
			{
				"box": {
					"annotation": "Second style, in which the machine plays as far as morph says.",
					"annotation_name": "style 2",
					"hint": "style 2: Second style, in which the machine plays as far as morph says.",
					"id": "obj-237",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						40.0,
						1280,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						172.0,
						340.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "style_2",
							"parameter_shortname": "style 2",
							"parameter_annotation_name": "style 2",
							"parameter_info": "Second style, in which the machine plays as far as morph says.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								0
							],
							"parameter_type": 1,
							"parameter_mmin": 0,
							"parameter_mmax": 127,
							"parameter_unitstyle": 0
						}
					},
					"showname": 0,
					"varname": "style_2"
				}
			},
			{
				"box": {
					"id": "obj-238",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						1248,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-239",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						130.0,
						1248,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-240",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						1340,
						177,
						22.0
					],
					"text": "prepend /perf/voice/#1/style_2"
				}
			},
			{
				"box": {
					"id": "obj-241",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						40.0,
						1370,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-242",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						386.0,
						1182,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						236.0,
						310.0,
						70.0,
						30.0
					],
					"text": "morph",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-243",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						302.0,
						1180,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-244",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						302.0,
						1214,
						185,
						22.0
					],
					"text": "route /perf/voice/#1/morph push"
				}
			},
			{
				"box": {
					"annotation": "Mixture of both styles: at 0 the machine plays in style, at 1 in style_2, and between them in a mixture.",
					"annotation_name": "morph",
					"hint": "morph: Mixture of both styles: at 0 the machine plays in style, at 1 in style_2, and between them in a mixture.",
					"id": "obj-245",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						302.0,
						1280,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						248.0,
						340.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "morph",
							"parameter_shortname": "morph",
							"parameter_annotation_name": "morph",
							"parameter_info": "Mixture of both styles: at 0 the machine plays in style, at 1 in style_2, and between them in a mixture.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								0.0
							],
							"parameter_type": 0,
							"parameter_mmin": 0.0,
							"parameter_mmax": 1.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "morph"
				}
			},
			{
				"box": {
					"id": "obj-246",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						302.0,
						1248,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-247",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						392.0,
						1248,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-248",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						302.0,
						1340,
						172,
						22.0
					],
					"text": "prepend /perf/voice/#1/morph"
				}
			},
			{
				"box": {
					"id": "obj-249",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						302.0,
						1370,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-250",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						648.0,
						1182,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						312.0,
						310.0,
						70.0,
						30.0
					],
					"text": "texture",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-251",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						564.0,
						1180,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-252",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						564.0,
						1214,
						188,
						22.0
					],
					"text": "route /perf/voice/#1/texture push"
				}
			},
			{
				"box": {
					"annotation": "Texture of what the machine plays. At block it plays chords, and holds each until the next. At broken it plays their notes one by one. At walking it plays a walking bass, at free what the model chooses. At auto it plays block chords in accompany, and freely in the other modes.",
					"annotation_name": "texture",
					"hint": "texture: Texture of what the machine plays. At block it plays chords, and holds each until the next. At broken it plays their notes one by one. At walking it plays a walking bass, at free what the model chooses. At auto it plays block chords in accompany, and freely in the other modes.",
					"id": "obj-253",
					"maxclass": "live.menu",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						564.0,
						1280,
						70.0,
						15.0
					],
					"presentation": 1,
					"presentation_rect": [
						312.0,
						340.0,
						70.0,
						15.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "texture",
							"parameter_shortname": "texture",
							"parameter_annotation_name": "texture",
							"parameter_info": "Texture of what the machine plays. At block it plays chords, and holds each until the next. At broken it plays their notes one by one. At walking it plays a walking bass, at free what the model chooses. At auto it plays block chords in accompany, and freely in the other modes.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_type": 2,
							"parameter_enum": [
								"auto",
								"free",
								"block",
								"broken",
								"walking"
							],
							"parameter_initial": [
								0
							],
							"parameter_mmax": 4
						}
					},
					"varname": "texture"
				}
			},
			{
				"box": {
					"id": "obj-254",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						654.0,
						1248,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-255",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						564.0,
						1340,
						175,
						22.0
					],
					"text": "prepend /perf/voice/#1/texture"
				}
			},
			{
				"box": {
					"id": "obj-256",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						564.0,
						1370,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-257",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						910.0,
						1182,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						388.0,
						310.0,
						70.0,
						30.0
					],
					"text": "quantise",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-258",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						826.0,
						1180,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-259",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						826.0,
						1214,
						197,
						22.0
					],
					"text": "route /perf/voice/#1/quantise push"
				}
			},
			{
				"box": {
					"annotation": "Pull towards the beat while a clock runs: at 0 the machine plays freely, at 1 its notes fall on the grid.",
					"annotation_name": "quantise",
					"hint": "quantise: Pull towards the beat while a clock runs: at 0 the machine plays freely, at 1 its notes fall on the grid.",
					"id": "obj-260",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						826.0,
						1280,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						400.0,
						340.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "quantise",
							"parameter_shortname": "quantise",
							"parameter_annotation_name": "quantise",
							"parameter_info": "Pull towards the beat while a clock runs: at 0 the machine plays freely, at 1 its notes fall on the grid.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								0.0
							],
							"parameter_type": 0,
							"parameter_mmin": 0.0,
							"parameter_mmax": 1.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "quantise"
				}
			},
			{
				"box": {
					"id": "obj-261",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						826.0,
						1248,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-262",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						916.0,
						1248,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-263",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						826.0,
						1340,
						184,
						22.0
					],
					"text": "prepend /perf/voice/#1/quantise"
				}
			},
			{
				"box": {
					"id": "obj-264",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						826.0,
						1370,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-265",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1172.0,
						1182,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						464.0,
						310.0,
						70.0,
						30.0
					],
					"text": "grid",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-266",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1088.0,
						1180,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-267",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1088.0,
						1214,
						171,
						22.0
					],
					"text": "route /perf/voice/#1/grid push"
				}
			},
			{
				"box": {
					"annotation": "Number of steps into which quantise divides a beat. (steps a beat)",
					"annotation_name": "grid",
					"hint": "grid: Number of steps into which quantise divides a beat. (steps a beat)",
					"id": "obj-268",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1088.0,
						1280,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						476.0,
						340.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "grid",
							"parameter_shortname": "grid",
							"parameter_annotation_name": "grid",
							"parameter_info": "Number of steps into which quantise divides a beat. (steps a beat)",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								4
							],
							"parameter_type": 1,
							"parameter_mmin": 1,
							"parameter_mmax": 12,
							"parameter_unitstyle": 0
						}
					},
					"showname": 0,
					"varname": "grid"
				}
			},
			{
				"box": {
					"id": "obj-269",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1088.0,
						1248,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-270",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1178.0,
						1248,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-271",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1088.0,
						1340,
						158,
						22.0
					],
					"text": "prepend /perf/voice/#1/grid"
				}
			},
			{
				"box": {
					"id": "obj-272",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1088.0,
						1370,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-273",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1434.0,
						1182,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						540.0,
						310.0,
						70.0,
						30.0
					],
					"text": "swing",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-274",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1350.0,
						1180,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-275",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1350.0,
						1214,
						182,
						22.0
					],
					"text": "route /perf/voice/#1/swing push"
				}
			},
			{
				"box": {
					"annotation": "Swing of the grid: 0.5 is even, 0.67 is like triplets. Of each pair of steps, the first step takes this share of the time.",
					"annotation_name": "swing",
					"hint": "swing: Swing of the grid: 0.5 is even, 0.67 is like triplets. Of each pair of steps, the first step takes this share of the time.",
					"id": "obj-276",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1350.0,
						1280,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						552.0,
						340.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "swing",
							"parameter_shortname": "swing",
							"parameter_annotation_name": "swing",
							"parameter_info": "Swing of the grid: 0.5 is even, 0.67 is like triplets. Of each pair of steps, the first step takes this share of the time.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								0.5
							],
							"parameter_type": 0,
							"parameter_mmin": 0.5,
							"parameter_mmax": 0.75,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "swing"
				}
			},
			{
				"box": {
					"id": "obj-277",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1350.0,
						1248,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-278",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1440.0,
						1248,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-279",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1350.0,
						1340,
						169,
						22.0
					],
					"text": "prepend /perf/voice/#1/swing"
				}
			},
			{
				"box": {
					"id": "obj-280",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1350.0,
						1370,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-281",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1696.0,
						1182,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						8.0,
						420.0,
						70.0,
						30.0
					],
					"text": "imitation",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-282",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1612.0,
						1180,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-283",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1612.0,
						1214,
						196,
						22.0
					],
					"text": "route /perf/voice/#1/imitation push"
				}
			},
			{
				"box": {
					"annotation": "Tendency of the machine to take up phrases that were played before. At 0 it takes up none.",
					"annotation_name": "imitation",
					"hint": "imitation: Tendency of the machine to take up phrases that were played before. At 0 it takes up none.",
					"id": "obj-284",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1612.0,
						1280,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						20.0,
						450.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "imitation",
							"parameter_shortname": "imitation",
							"parameter_annotation_name": "imitation",
							"parameter_info": "Tendency of the machine to take up phrases that were played before. At 0 it takes up none.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								1.0
							],
							"parameter_type": 0,
							"parameter_mmin": 0.0,
							"parameter_mmax": 1.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "imitation"
				}
			},
			{
				"box": {
					"id": "obj-285",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1612.0,
						1248,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-286",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1702.0,
						1248,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-287",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1612.0,
						1340,
						184,
						22.0
					],
					"text": "prepend /perf/voice/#1/imitation"
				}
			},
			{
				"box": {
					"id": "obj-288",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1612.0,
						1370,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-289",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						124.0,
						1412,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						84.0,
						420.0,
						70.0,
						30.0
					],
					"text": "recall themes",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-290",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						1410,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-291",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						40.0,
						1444,
						226,
						22.0
					],
					"text": "route /perf/voice/#1/recall_themes push"
				}
			},
			{
				"box": {
					"annotation": "Probability that the machine begins a phrase of its own with one that you played before, in the present key. At 0 it does not.",
					"annotation_name": "recall themes",
					"hint": "recall themes: Probability that the machine begins a phrase of its own with one that you played before, in the present key. At 0 it does not.",
					"id": "obj-292",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						40.0,
						1510,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						96.0,
						450.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "recall_themes",
							"parameter_shortname": "recall themes",
							"parameter_annotation_name": "recall themes",
							"parameter_info": "Probability that the machine begins a phrase of its own with one that you played before, in the present key. At 0 it does not.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								0.0
							],
							"parameter_type": 0,
							"parameter_mmin": 0.0,
							"parameter_mmax": 1.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "recall_themes"
				}
			},
			{
				"box": {
					"id": "obj-293",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						1478,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-294",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						130.0,
						1478,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-295",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						1570,
						213,
						22.0
					],
					"text": "prepend /perf/voice/#1/recall_themes"
				}
			},
			{
				"box": {
					"id": "obj-296",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						40.0,
						1600,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-297",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						386.0,
						1412,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						160.0,
						420.0,
						70.0,
						30.0
					],
					"text": "novelty",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-298",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						302.0,
						1410,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-299",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						302.0,
						1444,
						190,
						22.0
					],
					"text": "route /perf/voice/#1/novelty push"
				}
			},
			{
				"box": {
					"annotation": "Avoidance of phrases and, more gently, of progressions that the machine has often played while this was above 0, be it days ago: at 1 the most, at 0 none.",
					"annotation_name": "novelty",
					"hint": "novelty: Avoidance of phrases and, more gently, of progressions that the machine has often played while this was above 0, be it days ago: at 1 the most, at 0 none.",
					"id": "obj-300",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						302.0,
						1510,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						172.0,
						450.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "novelty",
							"parameter_shortname": "novelty",
							"parameter_annotation_name": "novelty",
							"parameter_info": "Avoidance of phrases and, more gently, of progressions that the machine has often played while this was above 0, be it days ago: at 1 the most, at 0 none.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								0.0
							],
							"parameter_type": 0,
							"parameter_mmin": 0.0,
							"parameter_mmax": 1.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "novelty"
				}
			},
			{
				"box": {
					"id": "obj-301",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						302.0,
						1478,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-302",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						392.0,
						1478,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-303",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						302.0,
						1570,
						177,
						22.0
					],
					"text": "prepend /perf/voice/#1/novelty"
				}
			},
			{
				"box": {
					"id": "obj-304",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						302.0,
						1600,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-305",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						648.0,
						1412,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						236.0,
						420.0,
						70.0,
						30.0
					],
					"text": "harmony",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-306",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						564.0,
						1410,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-307",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						564.0,
						1444,
						198,
						22.0
					],
					"text": "route /perf/voice/#1/harmony push"
				}
			},
			{
				"box": {
					"annotation": "Harmony: at 1 the machine plays in the chord that it hears from you, or that /perf/chord or /perf/chords gives; at 0 it takes no notice of chords.",
					"annotation_name": "harmony",
					"hint": "harmony: Harmony: at 1 the machine plays in the chord that it hears from you, or that /perf/chord or /perf/chords gives; at 0 it takes no notice of chords.",
					"id": "obj-308",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						564.0,
						1510,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						248.0,
						450.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "harmony",
							"parameter_shortname": "harmony",
							"parameter_annotation_name": "harmony",
							"parameter_info": "Harmony: at 1 the machine plays in the chord that it hears from you, or that /perf/chord or /perf/chords gives; at 0 it takes no notice of chords.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								1.0
							],
							"parameter_type": 0,
							"parameter_mmin": 0.0,
							"parameter_mmax": 2.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "harmony"
				}
			},
			{
				"box": {
					"id": "obj-309",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						564.0,
						1478,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-310",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						654.0,
						1478,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-311",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						564.0,
						1570,
						185,
						22.0
					],
					"text": "prepend /perf/voice/#1/harmony"
				}
			},
			{
				"box": {
					"id": "obj-312",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						564.0,
						1600,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-313",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						910.0,
						1412,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						312.0,
						420.0,
						70.0,
						30.0
					],
					"text": "influence",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-314",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						826.0,
						1410,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-315",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						826.0,
						1444,
						200,
						22.0
					],
					"text": "route /perf/voice/#1/influence push"
				}
			},
			{
				"box": {
					"annotation": "Influence of your playing on what the machine plays: 1 is the most. At 0 the machine still knows when you play and what you hold.",
					"annotation_name": "influence",
					"hint": "influence: Influence of your playing on what the machine plays: 1 is the most. At 0 the machine still knows when you play and what you hold.",
					"id": "obj-316",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						826.0,
						1510,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						324.0,
						450.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "influence",
							"parameter_shortname": "influence",
							"parameter_annotation_name": "influence",
							"parameter_info": "Influence of your playing on what the machine plays: 1 is the most. At 0 the machine still knows when you play and what you hold.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								1.0
							],
							"parameter_type": 0,
							"parameter_mmin": 0.0,
							"parameter_mmax": 1.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "influence"
				}
			},
			{
				"box": {
					"id": "obj-317",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						826.0,
						1478,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-318",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						916.0,
						1478,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-319",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						826.0,
						1570,
						187,
						22.0
					],
					"text": "prepend /perf/voice/#1/influence"
				}
			},
			{
				"box": {
					"id": "obj-320",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						826.0,
						1600,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-321",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1172.0,
						1412,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						388.0,
						420.0,
						70.0,
						30.0
					],
					"text": "freeze",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-322",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1088.0,
						1410,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-323",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1088.0,
						1444,
						185,
						22.0
					],
					"text": "route /perf/voice/#1/freeze push"
				}
			},
			{
				"box": {
					"annotation": "At 1 the machine keeps its mood (its impression of the music so far) and takes in nothing new. It still does not strike the keys that you hold.",
					"annotation_name": "freeze",
					"hint": "freeze: At 1 the machine keeps its mood (its impression of the music so far) and takes in nothing new. It still does not strike the keys that you hold.",
					"id": "obj-324",
					"maxclass": "live.text",
					"mode": 1,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"parameter_enable": 1,
					"patching_rect": [
						1088.0,
						1510,
						62.0,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						392.0,
						450.0,
						62.0,
						20.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "freeze",
							"parameter_shortname": "freeze",
							"parameter_annotation_name": "freeze",
							"parameter_info": "At 1 the machine keeps its mood (its impression of the music so far) and takes in nothing new. It still does not strike the keys that you hold.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								0
							],
							"parameter_type": 2,
							"parameter_enum": [
								"off",
								"on"
							],
							"parameter_mmax": 1
						}
					},
					"text": "off",
					"texton": "on",
					"varname": "freeze"
				}
			},
			{
				"box": {
					"id": "obj-325",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1088.0,
						1478,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-326",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1178.0,
						1478,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-327",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1088.0,
						1570,
						172,
						22.0
					],
					"text": "prepend /perf/voice/#1/freeze"
				}
			},
			{
				"box": {
					"id": "obj-328",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1088.0,
						1600,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-329",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1434.0,
						1412,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						464.0,
						420.0,
						70.0,
						30.0
					],
					"text": "hears players",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-330",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1350.0,
						1410,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-331",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1350.0,
						1444,
						226,
						22.0
					],
					"text": "route /perf/voice/#1/hears_players push"
				}
			},
			{
				"box": {
					"annotation": "Players that a voice hears: a list of numbers from 0 to 15, such as 0 2, or all, or none.",
					"annotation_name": "hears players",
					"hint": "hears players: Players that a voice hears: a list of numbers from 0 to 15, such as 0 2, or all, or none.",
					"id": "obj-332",
					"maxclass": "live.numbox",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1350.0,
						1510,
						56.0,
						15.0
					],
					"presentation": 1,
					"presentation_rect": [
						471.0,
						450.0,
						56.0,
						15.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "hears_players",
							"parameter_shortname": "hears players",
							"parameter_annotation_name": "hears players",
							"parameter_info": "Players that a voice hears: a list of numbers from 0 to 15, such as 0 2, or all, or none.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								65535
							],
							"parameter_type": 0,
							"parameter_mmin": 0,
							"parameter_mmax": 65535,
							"parameter_unitstyle": 0
						}
					},
					"varname": "hears_players"
				}
			},
			{
				"box": {
					"id": "obj-333",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1350.0,
						1478,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-334",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1440.0,
						1478,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-335",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1350.0,
						1570,
						213,
						22.0
					],
					"text": "prepend /perf/voice/#1/hears_players"
				}
			},
			{
				"box": {
					"id": "obj-336",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1350.0,
						1600,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-337",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1696.0,
						1412,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						540.0,
						420.0,
						70.0,
						30.0
					],
					"text": "hears voices",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-338",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1612.0,
						1410,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-339",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1612.0,
						1444,
						222,
						22.0
					],
					"text": "route /perf/voice/#1/hears_voices push"
				}
			},
			{
				"box": {
					"annotation": "Other voices that a voice hears: a list of numbers from 0 to 15, such as 0 2, or all, or none.",
					"annotation_name": "hears voices",
					"hint": "hears voices: Other voices that a voice hears: a list of numbers from 0 to 15, such as 0 2, or all, or none.",
					"id": "obj-340",
					"maxclass": "live.numbox",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1612.0,
						1510,
						56.0,
						15.0
					],
					"presentation": 1,
					"presentation_rect": [
						547.0,
						450.0,
						56.0,
						15.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "hears_voices",
							"parameter_shortname": "hears voices",
							"parameter_annotation_name": "hears voices",
							"parameter_info": "Other voices that a voice hears: a list of numbers from 0 to 15, such as 0 2, or all, or none.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								65535
							],
							"parameter_type": 0,
							"parameter_mmin": 0,
							"parameter_mmax": 65535,
							"parameter_unitstyle": 0
						}
					},
					"varname": "hears_voices"
				}
			},
			{
				"box": {
					"id": "obj-341",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1612.0,
						1478,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-342",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1702.0,
						1478,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-343",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1612.0,
						1570,
						209,
						22.0
					],
					"text": "prepend /perf/voice/#1/hears_voices"
				}
			},
			{
				"box": {
					"id": "obj-344",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1612.0,
						1600,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-345",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						124.0,
						1642,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						616.0,
						420.0,
						70.0,
						30.0
					],
					"text": "drum players",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-346",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						1640,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-347",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						40.0,
						1674,
						223,
						22.0
					],
					"text": "route /perf/voice/#1/drum_players push"
				}
			},
			{
				"box": {
					"annotation": "Players who play drums: a list of numbers from 0 to 15, or none, or all. Their strikes give the beat, and the machine takes them for no pitches. If one voice says so, it counts for all.",
					"annotation_name": "drum players",
					"hint": "drum players: Players who play drums: a list of numbers from 0 to 15, or none, or all. Their strikes give the beat, and the machine takes them for no pitches. If one voice says so, it counts for all.",
					"id": "obj-348",
					"maxclass": "live.numbox",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						40.0,
						1740,
						56.0,
						15.0
					],
					"presentation": 1,
					"presentation_rect": [
						623.0,
						450.0,
						56.0,
						15.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "drum_players",
							"parameter_shortname": "drum players",
							"parameter_annotation_name": "drum players",
							"parameter_info": "Players who play drums: a list of numbers from 0 to 15, or none, or all. Their strikes give the beat, and the machine takes them for no pitches. If one voice says so, it counts for all.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								0
							],
							"parameter_type": 0,
							"parameter_mmin": 0,
							"parameter_mmax": 65535,
							"parameter_unitstyle": 0
						}
					},
					"varname": "drum_players"
				}
			},
			{
				"box": {
					"id": "obj-349",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						1708,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-350",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						130.0,
						1708,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-351",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						1800,
						210,
						22.0
					],
					"text": "prepend /perf/voice/#1/drum_players"
				}
			},
			{
				"box": {
					"id": "obj-352",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						40.0,
						1830,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-353",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						386.0,
						1642,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						692.0,
						420.0,
						70.0,
						30.0
					],
					"text": "share",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-354",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						302.0,
						1640,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-355",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						302.0,
						1674,
						181,
						22.0
					],
					"text": "route /perf/voice/#1/share push"
				}
			},
			{
				"box": {
					"annotation": "Machine's share of the notes, if you and the machine play the same part.",
					"annotation_name": "share",
					"hint": "share: Machine's share of the notes, if you and the machine play the same part.",
					"id": "obj-356",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						302.0,
						1740,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						704.0,
						450.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "share",
							"parameter_shortname": "share",
							"parameter_annotation_name": "share",
							"parameter_info": "Machine's share of the notes, if you and the machine play the same part.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								0.5
							],
							"parameter_type": 0,
							"parameter_mmin": 0.0,
							"parameter_mmax": 1.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "share"
				}
			},
			{
				"box": {
					"id": "obj-357",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						302.0,
						1708,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-358",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						392.0,
						1708,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-359",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						302.0,
						1800,
						168,
						22.0
					],
					"text": "prepend /perf/voice/#1/share"
				}
			},
			{
				"box": {
					"id": "obj-360",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						302.0,
						1830,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-361",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						648.0,
						1642,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						768.0,
						420.0,
						70.0,
						30.0
					],
					"text": "patience",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-362",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						564.0,
						1640,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-363",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						564.0,
						1674,
						197,
						22.0
					],
					"text": "route /perf/voice/#1/patience push"
				}
			},
			{
				"box": {
					"annotation": "In takeover: length of your silence before the machine continues alone. (s)",
					"annotation_name": "patience",
					"hint": "patience: In takeover: length of your silence before the machine continues alone. (s)",
					"id": "obj-364",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						564.0,
						1740,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						780.0,
						450.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "patience",
							"parameter_shortname": "patience",
							"parameter_annotation_name": "patience",
							"parameter_info": "In takeover: length of your silence before the machine continues alone. (s)",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								2.0
							],
							"parameter_type": 0,
							"parameter_mmin": 0.2,
							"parameter_mmax": 30.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "patience"
				}
			},
			{
				"box": {
					"id": "obj-365",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						564.0,
						1708,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-366",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						654.0,
						1708,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-367",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						564.0,
						1800,
						184,
						22.0
					],
					"text": "prepend /perf/voice/#1/patience"
				}
			},
			{
				"box": {
					"id": "obj-368",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						564.0,
						1830,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-369",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						910.0,
						1642,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						844.0,
						420.0,
						70.0,
						30.0
					],
					"text": "rest after",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-370",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						826.0,
						1640,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-371",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						826.0,
						1674,
						202,
						22.0
					],
					"text": "route /perf/voice/#1/rest_after push"
				}
			},
			{
				"box": {
					"annotation": "In duet and accompany: if all players are silent for so long, the machine rests until somebody plays again. 0 means never. (s)",
					"annotation_name": "rest after",
					"hint": "rest after: In duet and accompany: if all players are silent for so long, the machine rests until somebody plays again. 0 means never. (s)",
					"id": "obj-372",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						826.0,
						1740,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						856.0,
						450.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "rest_after",
							"parameter_shortname": "rest after",
							"parameter_annotation_name": "rest after",
							"parameter_info": "In duet and accompany: if all players are silent for so long, the machine rests until somebody plays again. 0 means never. (s)",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								20.0
							],
							"parameter_type": 0,
							"parameter_mmin": 0.0,
							"parameter_mmax": 600.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "rest_after"
				}
			},
			{
				"box": {
					"id": "obj-373",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						826.0,
						1708,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-374",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						916.0,
						1708,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-375",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						826.0,
						1800,
						189,
						22.0
					],
					"text": "prepend /perf/voice/#1/rest_after"
				}
			},
			{
				"box": {
					"id": "obj-376",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						826.0,
						1830,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-377",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1172.0,
						1642,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						920.0,
						420.0,
						70.0,
						30.0
					],
					"text": "lead",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-378",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1088.0,
						1640,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-379",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1088.0,
						1674,
						174,
						22.0
					],
					"text": "route /perf/voice/#1/lead push"
				}
			},
			{
				"box": {
					"annotation": "Time from the machine's decision for a note to the sound of the note. A longer time gives steadier timing, a shorter time faster reactions. (ms)",
					"annotation_name": "lead",
					"hint": "lead: Time from the machine's decision for a note to the sound of the note. A longer time gives steadier timing, a shorter time faster reactions. (ms)",
					"id": "obj-380",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1088.0,
						1740,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						932.0,
						450.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "lead",
							"parameter_shortname": "lead",
							"parameter_annotation_name": "lead",
							"parameter_info": "Time from the machine's decision for a note to the sound of the note. A longer time gives steadier timing, a shorter time faster reactions. (ms)",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								20.0
							],
							"parameter_type": 0,
							"parameter_mmin": 0.0,
							"parameter_mmax": 200.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "lead"
				}
			},
			{
				"box": {
					"id": "obj-381",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1088.0,
						1708,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-382",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1178.0,
						1708,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-383",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1088.0,
						1800,
						161,
						22.0
					],
					"text": "prepend /perf/voice/#1/lead"
				}
			},
			{
				"box": {
					"id": "obj-384",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1088.0,
						1830,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-385",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1434.0,
						1642,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						996.0,
						420.0,
						70.0,
						30.0
					],
					"text": "mute",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-386",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1350.0,
						1640,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-387",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1350.0,
						1674,
						178,
						22.0
					],
					"text": "route /perf/voice/#1/mute push"
				}
			},
			{
				"box": {
					"annotation": "At 1 the machine is silent, and still listens.",
					"annotation_name": "mute",
					"hint": "mute: At 1 the machine is silent, and still listens.",
					"id": "obj-388",
					"maxclass": "live.text",
					"mode": 1,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"parameter_enable": 1,
					"patching_rect": [
						1350.0,
						1740,
						62.0,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						1000.0,
						450.0,
						62.0,
						20.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "mute",
							"parameter_shortname": "mute",
							"parameter_annotation_name": "mute",
							"parameter_info": "At 1 the machine is silent, and still listens.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								0
							],
							"parameter_type": 2,
							"parameter_enum": [
								"off",
								"on"
							],
							"parameter_mmax": 1
						}
					},
					"text": "off",
					"texton": "on",
					"varname": "mute"
				}
			},
			{
				"box": {
					"id": "obj-389",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1350.0,
						1708,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-390",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1440.0,
						1708,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-391",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1350.0,
						1800,
						165,
						22.0
					],
					"text": "prepend /perf/voice/#1/mute"
				}
			},
			{
				"box": {
					"id": "obj-392",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1350.0,
						1830,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-393",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1696.0,
						1642,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						1072.0,
						420.0,
						70.0,
						30.0
					],
					"text": "transpose",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-394",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1612.0,
						1640,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-395",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1612.0,
						1674,
						204,
						22.0
					],
					"text": "route /perf/voice/#1/transpose push"
				}
			},
			{
				"box": {
					"annotation": "Transposition of what the machine plays. (semitones)",
					"annotation_name": "transpose",
					"hint": "transpose: Transposition of what the machine plays. (semitones)",
					"id": "obj-396",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1612.0,
						1740,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						1084.0,
						450.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "transpose",
							"parameter_shortname": "transpose",
							"parameter_annotation_name": "transpose",
							"parameter_info": "Transposition of what the machine plays. (semitones)",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								0
							],
							"parameter_type": 1,
							"parameter_mmin": -48,
							"parameter_mmax": 48,
							"parameter_unitstyle": 0
						}
					},
					"showname": 0,
					"varname": "transpose"
				}
			},
			{
				"box": {
					"id": "obj-397",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1612.0,
						1708,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-398",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1702.0,
						1708,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-399",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1612.0,
						1800,
						191,
						22.0
					],
					"text": "prepend /perf/voice/#1/transpose"
				}
			},
			{
				"box": {
					"id": "obj-400",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1612.0,
						1830,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-401",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						124.0,
						1872,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						8.0,
						530.0,
						70.0,
						30.0
					],
					"text": "governor",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-402",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						1870,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-403",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						40.0,
						1904,
						198,
						22.0
					],
					"text": "route /perf/voice/#1/governor push"
				}
			},
			{
				"box": {
					"annotation": "At 1 the machine keeps its density, loudness and register near yours.",
					"annotation_name": "governor",
					"hint": "governor: At 1 the machine keeps its density, loudness and register near yours.",
					"id": "obj-404",
					"maxclass": "live.text",
					"mode": 1,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"parameter_enable": 1,
					"patching_rect": [
						40.0,
						1970,
						62.0,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						12.0,
						560.0,
						62.0,
						20.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "governor",
							"parameter_shortname": "governor",
							"parameter_annotation_name": "governor",
							"parameter_info": "At 1 the machine keeps its density, loudness and register near yours.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								1
							],
							"parameter_type": 2,
							"parameter_enum": [
								"off",
								"on"
							],
							"parameter_mmax": 1
						}
					},
					"text": "off",
					"texton": "on",
					"varname": "governor"
				}
			},
			{
				"box": {
					"id": "obj-405",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						1938,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-406",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						130.0,
						1938,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-407",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						2030,
						185,
						22.0
					],
					"text": "prepend /perf/voice/#1/governor"
				}
			},
			{
				"box": {
					"id": "obj-408",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						40.0,
						2060,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-409",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						386.0,
						1872,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						84.0,
						530.0,
						70.0,
						30.0
					],
					"text": "repetition guard",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-410",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						302.0,
						1870,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-411",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						302.0,
						1904,
						237,
						22.0
					],
					"text": "route /perf/voice/#1/repetition_guard push"
				}
			},
			{
				"box": {
					"annotation": "Strength of the guard against loops and repeated pitches: 0 is off, 1 is strongest.",
					"annotation_name": "repetition guard",
					"hint": "repetition guard: Strength of the guard against loops and repeated pitches: 0 is off, 1 is strongest.",
					"id": "obj-412",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						302.0,
						1970,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						96.0,
						560.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "repetition_guard",
							"parameter_shortname": "repetition guard",
							"parameter_annotation_name": "repetition guard",
							"parameter_info": "Strength of the guard against loops and repeated pitches: 0 is off, 1 is strongest.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								1.0
							],
							"parameter_type": 0,
							"parameter_mmin": 0.0,
							"parameter_mmax": 1.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "repetition_guard"
				}
			},
			{
				"box": {
					"id": "obj-413",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						302.0,
						1938,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-414",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						392.0,
						1938,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-415",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						302.0,
						2030,
						225,
						22.0
					],
					"text": "prepend /perf/voice/#1/repetition_guard"
				}
			},
			{
				"box": {
					"id": "obj-416",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						302.0,
						2060,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-417",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						648.0,
						1872,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						160.0,
						530.0,
						70.0,
						30.0
					],
					"text": "theory",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-418",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						564.0,
						1870,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-419",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						564.0,
						1904,
						185,
						22.0
					],
					"text": "route /perf/voice/#1/theory push"
				}
			},
			{
				"box": {
					"annotation": "Rules of melody: at 1 the machine keeps to the key, seldom leaps, turns back after a leap, and moves in no parallel fifths with you. At 0 it follows no rules, and only what it has learnt.",
					"annotation_name": "theory",
					"hint": "theory: Rules of melody: at 1 the machine keeps to the key, seldom leaps, turns back after a leap, and moves in no parallel fifths with you. At 0 it follows no rules, and only what it has learnt.",
					"id": "obj-420",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						564.0,
						1970,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						172.0,
						560.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "theory",
							"parameter_shortname": "theory",
							"parameter_annotation_name": "theory",
							"parameter_info": "Rules of melody: at 1 the machine keeps to the key, seldom leaps, turns back after a leap, and moves in no parallel fifths with you. At 0 it follows no rules, and only what it has learnt.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								0.0
							],
							"parameter_type": 0,
							"parameter_mmin": 0.0,
							"parameter_mmax": 1.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "theory"
				}
			},
			{
				"box": {
					"id": "obj-421",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						564.0,
						1938,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-422",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						654.0,
						1938,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-423",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						564.0,
						2030,
						172,
						22.0
					],
					"text": "prepend /perf/voice/#1/theory"
				}
			},
			{
				"box": {
					"id": "obj-424",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						564.0,
						2060,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-425",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						910.0,
						1872,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						236.0,
						530.0,
						70.0,
						30.0
					],
					"text": "windowed",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-426",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						826.0,
						1870,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-427",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						826.0,
						1904,
						205,
						22.0
					],
					"text": "route /perf/voice/#1/windowed push"
				}
			},
			{
				"box": {
					"annotation": "In call_response: end of your turn. At 0 your pause ends it. At 1 the clock does: after a count-in, you and the machine each have a turn of a fixed length.",
					"annotation_name": "windowed",
					"hint": "windowed: In call_response: end of your turn. At 0 your pause ends it. At 1 the clock does: after a count-in, you and the machine each have a turn of a fixed length.",
					"id": "obj-428",
					"maxclass": "live.text",
					"mode": 1,
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						""
					],
					"parameter_enable": 1,
					"patching_rect": [
						826.0,
						1970,
						62.0,
						20.0
					],
					"presentation": 1,
					"presentation_rect": [
						240.0,
						560.0,
						62.0,
						20.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "windowed",
							"parameter_shortname": "windowed",
							"parameter_annotation_name": "windowed",
							"parameter_info": "In call_response: end of your turn. At 0 your pause ends it. At 1 the clock does: after a count-in, you and the machine each have a turn of a fixed length.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								0
							],
							"parameter_type": 2,
							"parameter_enum": [
								"off",
								"on"
							],
							"parameter_mmax": 1
						}
					},
					"text": "off",
					"texton": "on",
					"varname": "windowed"
				}
			},
			{
				"box": {
					"id": "obj-429",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						826.0,
						1938,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-430",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						916.0,
						1938,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-431",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						826.0,
						2030,
						192,
						22.0
					],
					"text": "prepend /perf/voice/#1/windowed"
				}
			},
			{
				"box": {
					"id": "obj-432",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						826.0,
						2060,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-433",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1172.0,
						1872,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						312.0,
						530.0,
						70.0,
						30.0
					],
					"text": "count in",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-434",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1088.0,
						1870,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-435",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1088.0,
						1904,
						197,
						22.0
					],
					"text": "route /perf/voice/#1/count_in push"
				}
			},
			{
				"box": {
					"annotation": "In call_response by the clock: length of the count-in before your call. (s)",
					"annotation_name": "count in",
					"hint": "count in: In call_response by the clock: length of the count-in before your call. (s)",
					"id": "obj-436",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1088.0,
						1970,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						324.0,
						560.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "count_in",
							"parameter_shortname": "count in",
							"parameter_annotation_name": "count in",
							"parameter_info": "In call_response by the clock: length of the count-in before your call. (s)",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								3.0
							],
							"parameter_type": 0,
							"parameter_mmin": 0.0,
							"parameter_mmax": 30.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "count_in"
				}
			},
			{
				"box": {
					"id": "obj-437",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1088.0,
						1938,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-438",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1178.0,
						1938,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-439",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1088.0,
						2030,
						184,
						22.0
					],
					"text": "prepend /perf/voice/#1/count_in"
				}
			},
			{
				"box": {
					"id": "obj-440",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1088.0,
						2060,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-441",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1434.0,
						1872,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						388.0,
						530.0,
						70.0,
						30.0
					],
					"text": "call length",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-442",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1350.0,
						1870,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-443",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1350.0,
						1904,
						209,
						22.0
					],
					"text": "route /perf/voice/#1/call_length push"
				}
			},
			{
				"box": {
					"annotation": "In call_response by the clock: length of your call, and of the answer. (s)",
					"annotation_name": "call length",
					"hint": "call length: In call_response by the clock: length of your call, and of the answer. (s)",
					"id": "obj-444",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1350.0,
						1970,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						400.0,
						560.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "call_length",
							"parameter_shortname": "call length",
							"parameter_annotation_name": "call length",
							"parameter_info": "In call_response by the clock: length of your call, and of the answer. (s)",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								5.0
							],
							"parameter_type": 0,
							"parameter_mmin": 1.0,
							"parameter_mmax": 60.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "call_length"
				}
			},
			{
				"box": {
					"id": "obj-445",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1350.0,
						1938,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-446",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1440.0,
						1938,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-447",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1350.0,
						2030,
						196,
						22.0
					],
					"text": "prepend /perf/voice/#1/call_length"
				}
			},
			{
				"box": {
					"id": "obj-448",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1350.0,
						2060,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-449",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1696.0,
						1872,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						464.0,
						530.0,
						70.0,
						30.0
					],
					"text": "instrument",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-450",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1612.0,
						1870,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-451",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1612.0,
						1904,
						207,
						22.0
					],
					"text": "route /perf/voice/#1/instrument push"
				}
			},
			{
				"box": {
					"annotation": "Instrument of the voice. shared: the players' instrument, where the voice strikes no key that a player holds. own: a separate instrument. auto: shared if the voice plays the players' part, otherwise own.",
					"annotation_name": "instrument",
					"hint": "instrument: Instrument of the voice. shared: the players' instrument, where the voice strikes no key that a player holds. own: a separate instrument. auto: shared if the voice plays the players' part, otherwise own.",
					"id": "obj-452",
					"maxclass": "live.menu",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1612.0,
						1970,
						70.0,
						15.0
					],
					"presentation": 1,
					"presentation_rect": [
						464.0,
						560.0,
						70.0,
						15.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "instrument",
							"parameter_shortname": "instrument",
							"parameter_annotation_name": "instrument",
							"parameter_info": "Instrument of the voice. shared: the players' instrument, where the voice strikes no key that a player holds. own: a separate instrument. auto: shared if the voice plays the players' part, otherwise own.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_type": 2,
							"parameter_enum": [
								"auto",
								"shared",
								"own"
							],
							"parameter_initial": [
								0
							],
							"parameter_mmax": 2
						}
					},
					"varname": "instrument"
				}
			},
			{
				"box": {
					"id": "obj-453",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1702.0,
						1938,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-454",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1612.0,
						2030,
						194,
						22.0
					],
					"text": "prepend /perf/voice/#1/instrument"
				}
			},
			{
				"box": {
					"id": "obj-455",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1612.0,
						2060,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-456",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						124.0,
						2102,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						540.0,
						530.0,
						70.0,
						30.0
					],
					"text": "channel",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-457",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						2100,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-458",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						40.0,
						2134,
						194,
						22.0
					],
					"text": "route /perf/voice/#1/channel push"
				}
			},
			{
				"box": {
					"annotation": "MIDI channel of the voice. 0 means channel 1 for voice 0, channel 2 for voice 1, and so on; a drummer is on channel 10, and nobody else is: voice 9 has channel 16. Voices on one channel share an instrument.",
					"annotation_name": "channel",
					"hint": "channel: MIDI channel of the voice. 0 means channel 1 for voice 0, channel 2 for voice 1, and so on; a drummer is on channel 10, and nobody else is: voice 9 has channel 16. Voices on one channel share an instrument.",
					"id": "obj-459",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						40.0,
						2200,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						552.0,
						560.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "channel",
							"parameter_shortname": "channel",
							"parameter_annotation_name": "channel",
							"parameter_info": "MIDI channel of the voice. 0 means channel 1 for voice 0, channel 2 for voice 1, and so on; a drummer is on channel 10, and nobody else is: voice 9 has channel 16. Voices on one channel share an instrument.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								0
							],
							"parameter_type": 1,
							"parameter_mmin": 0,
							"parameter_mmax": 16,
							"parameter_unitstyle": 0
						}
					},
					"showname": 0,
					"varname": "channel"
				}
			},
			{
				"box": {
					"id": "obj-460",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						2168,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-461",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						130.0,
						2168,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-462",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40.0,
						2260,
						181,
						22.0
					],
					"text": "prepend /perf/voice/#1/channel"
				}
			},
			{
				"box": {
					"id": "obj-463",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						40.0,
						2290,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-464",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						386.0,
						2102,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						616.0,
						530.0,
						146.0,
						30.0
					],
					"text": "role",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-465",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						302.0,
						2100,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-466",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						302.0,
						2134,
						171,
						22.0
					],
					"text": "route /perf/voice/#1/role push"
				}
			},
			{
				"box": {
					"annotation": "In accompany: parts that the machine plays. If the machine plays the melody, you accompany it.",
					"annotation_name": "role",
					"hint": "role: In accompany: parts that the machine plays. If the machine plays the melody, you accompany it.",
					"id": "obj-467",
					"maxclass": "live.menu",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						302.0,
						2200,
						146.0,
						15.0
					],
					"presentation": 1,
					"presentation_rect": [
						616.0,
						560.0,
						146.0,
						15.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "role",
							"parameter_shortname": "role",
							"parameter_annotation_name": "role",
							"parameter_info": "In accompany: parts that the machine plays. If the machine plays the melody, you accompany it.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_type": 2,
							"parameter_enum": [
								"accompaniment_and_bass",
								"accompaniment",
								"bass",
								"melody"
							],
							"parameter_initial": [
								0
							],
							"parameter_mmax": 3
						}
					},
					"varname": "role"
				}
			},
			{
				"box": {
					"id": "obj-468",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						392.0,
						2168,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-469",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						302.0,
						2260,
						158,
						22.0
					],
					"text": "prepend /perf/voice/#1/role"
				}
			},
			{
				"box": {
					"id": "obj-470",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						302.0,
						2290,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-471",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						648.0,
						2102,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						768.0,
						530.0,
						70.0,
						30.0
					],
					"text": "motion",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-472",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						564.0,
						2100,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-473",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						564.0,
						2134,
						188,
						22.0
					],
					"text": "route /perf/voice/#1/motion push"
				}
			},
			{
				"box": {
					"annotation": "In follow: movement of the machine's line: parallel to yours, contrary to yours, or a canon.",
					"annotation_name": "motion",
					"hint": "motion: In follow: movement of the machine's line: parallel to yours, contrary to yours, or a canon.",
					"id": "obj-474",
					"maxclass": "live.menu",
					"numinlets": 1,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						564.0,
						2200,
						70.0,
						15.0
					],
					"presentation": 1,
					"presentation_rect": [
						768.0,
						560.0,
						70.0,
						15.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "motion",
							"parameter_shortname": "motion",
							"parameter_annotation_name": "motion",
							"parameter_info": "In follow: movement of the machine's line: parallel to yours, contrary to yours, or a canon.",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_type": 2,
							"parameter_enum": [
								"parallel",
								"contrary",
								"canon"
							],
							"parameter_initial": [
								0
							],
							"parameter_mmax": 2
						}
					},
					"varname": "motion"
				}
			},
			{
				"box": {
					"id": "obj-475",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						654.0,
						2168,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-476",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						564.0,
						2260,
						175,
						22.0
					],
					"text": "prepend /perf/voice/#1/motion"
				}
			},
			{
				"box": {
					"id": "obj-477",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						564.0,
						2290,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-478",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						910.0,
						2102,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						844.0,
						530.0,
						70.0,
						30.0
					],
					"text": "interval",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-479",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						826.0,
						2100,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-480",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						826.0,
						2134,
						190,
						22.0
					],
					"text": "route /perf/voice/#1/interval push"
				}
			},
			{
				"box": {
					"annotation": "In follow: distance from your key to the machine's key; 0 is the same key. (semitones)",
					"annotation_name": "interval",
					"hint": "interval: In follow: distance from your key to the machine's key; 0 is the same key. (semitones)",
					"id": "obj-481",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						826.0,
						2200,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						856.0,
						560.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "interval",
							"parameter_shortname": "interval",
							"parameter_annotation_name": "interval",
							"parameter_info": "In follow: distance from your key to the machine's key; 0 is the same key. (semitones)",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								12
							],
							"parameter_type": 1,
							"parameter_mmin": -36,
							"parameter_mmax": 36,
							"parameter_unitstyle": 0
						}
					},
					"showname": 0,
					"varname": "interval"
				}
			},
			{
				"box": {
					"id": "obj-482",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						826.0,
						2168,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-483",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						916.0,
						2168,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-484",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						826.0,
						2260,
						177,
						22.0
					],
					"text": "prepend /perf/voice/#1/interval"
				}
			},
			{
				"box": {
					"id": "obj-485",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						826.0,
						2290,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-486",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1172.0,
						2102,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						920.0,
						530.0,
						70.0,
						30.0
					],
					"text": "interval 2",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-487",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1088.0,
						2100,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-488",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1088.0,
						2134,
						203,
						22.0
					],
					"text": "route /perf/voice/#1/interval_2 push"
				}
			},
			{
				"box": {
					"annotation": "In follow: distance from your key to a second line; 0 means no second line. (semitones)",
					"annotation_name": "interval 2",
					"hint": "interval 2: In follow: distance from your key to a second line; 0 means no second line. (semitones)",
					"id": "obj-489",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1088.0,
						2200,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						932.0,
						560.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "interval_2",
							"parameter_shortname": "interval 2",
							"parameter_annotation_name": "interval 2",
							"parameter_info": "In follow: distance from your key to a second line; 0 means no second line. (semitones)",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								0
							],
							"parameter_type": 1,
							"parameter_mmin": -36,
							"parameter_mmax": 36,
							"parameter_unitstyle": 0
						}
					},
					"showname": 0,
					"varname": "interval_2"
				}
			},
			{
				"box": {
					"id": "obj-490",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1088.0,
						2168,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-491",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1178.0,
						2168,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-492",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1088.0,
						2260,
						190,
						22.0
					],
					"text": "prepend /perf/voice/#1/interval_2"
				}
			},
			{
				"box": {
					"id": "obj-493",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1088.0,
						2290,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-494",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1434.0,
						2102,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						996.0,
						530.0,
						70.0,
						30.0
					],
					"text": "interval 3",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-495",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1350.0,
						2100,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-496",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1350.0,
						2134,
						203,
						22.0
					],
					"text": "route /perf/voice/#1/interval_3 push"
				}
			},
			{
				"box": {
					"annotation": "In follow: distance from your key to a third line; 0 means no third line. (semitones)",
					"annotation_name": "interval 3",
					"hint": "interval 3: In follow: distance from your key to a third line; 0 means no third line. (semitones)",
					"id": "obj-497",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1350.0,
						2200,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						1008.0,
						560.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "interval_3",
							"parameter_shortname": "interval 3",
							"parameter_annotation_name": "interval 3",
							"parameter_info": "In follow: distance from your key to a third line; 0 means no third line. (semitones)",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								0
							],
							"parameter_type": 1,
							"parameter_mmin": -36,
							"parameter_mmax": 36,
							"parameter_unitstyle": 0
						}
					},
					"showname": 0,
					"varname": "interval_3"
				}
			},
			{
				"box": {
					"id": "obj-498",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1350.0,
						2168,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-499",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1440.0,
						2168,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-500",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1350.0,
						2260,
						190,
						22.0
					],
					"text": "prepend /perf/voice/#1/interval_3"
				}
			},
			{
				"box": {
					"id": "obj-501",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1350.0,
						2290,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			},
			{
				"box": {
					"fontsize": 10.0,
					"id": "obj-502",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1696.0,
						2102,
						128,
						22.0
					],
					"presentation": 1,
					"presentation_linecount": 2,
					"presentation_rect": [
						1072.0,
						530.0,
						70.0,
						30.0
					],
					"text": "canon delay",
					"textjustification": 1
				}
			},
			{
				"box": {
					"id": "obj-503",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1612.0,
						2100,
						78,
						22.0
					],
					"text": "r #0_values"
				}
			},
			{
				"box": {
					"id": "obj-504",
					"maxclass": "newobj",
					"numinlets": 3,
					"numoutlets": 3,
					"outlettype": [
						"",
						"",
						""
					],
					"patching_rect": [
						1612.0,
						2134,
						220,
						22.0
					],
					"text": "route /perf/voice/#1/canon_delay push"
				}
			},
			{
				"box": {
					"annotation": "In follow as a canon: time by which the machine comes after you. (s)",
					"annotation_name": "canon delay",
					"hint": "canon delay: In follow as a canon: time by which the machine comes after you. (s)",
					"id": "obj-505",
					"maxclass": "live.dial",
					"numinlets": 1,
					"numoutlets": 2,
					"outlettype": [
						"",
						"float"
					],
					"parameter_enable": 1,
					"patching_rect": [
						1612.0,
						2200,
						46.0,
						48.0
					],
					"presentation": 1,
					"presentation_rect": [
						1084.0,
						560.0,
						46.0,
						48.0
					],
					"saved_attribute_attributes": {
						"valueof": {
							"parameter_longname": "canon_delay",
							"parameter_shortname": "canon delay",
							"parameter_annotation_name": "canon delay",
							"parameter_info": "In follow as a canon: time by which the machine comes after you. (s)",
							"parameter_initial_enable": 1,
							"parameter_modmode": 0,
							"parameter_initial": [
								2.0
							],
							"parameter_type": 0,
							"parameter_mmin": 0.05,
							"parameter_mmax": 30.0,
							"parameter_unitstyle": 1
						}
					},
					"showname": 0,
					"varname": "canon_delay"
				}
			},
			{
				"box": {
					"id": "obj-506",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1612.0,
						2168,
						79,
						22.0
					],
					"text": "prepend set"
				}
			},
			{
				"box": {
					"id": "obj-507",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						1702.0,
						2168,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-508",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						1612.0,
						2260,
						207,
						22.0
					],
					"text": "prepend /perf/voice/#1/canon_delay"
				}
			},
			{
				"box": {
					"id": "obj-509",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						1612.0,
						2290,
						61,
						22.0
					],
					"text": "s #0_tell"
				}
			}
		],
		"lines": [
			{
				"patchline": {
					"destination": [
						"obj-3",
						0
					],
					"source": [
						"obj-2",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-4",
						0
					],
					"source": [
						"obj-3",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-5",
						0
					],
					"source": [
						"obj-3",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-6",
						0
					],
					"source": [
						"obj-5",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-7",
						0
					],
					"source": [
						"obj-4",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-6",
						1
					],
					"source": [
						"obj-8",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-9",
						0
					],
					"source": [
						"obj-6",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-10",
						0
					],
					"source": [
						"obj-9",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-11",
						0
					],
					"source": [
						"obj-10",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-12",
						0
					],
					"source": [
						"obj-9",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-13",
						0
					],
					"source": [
						"obj-12",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-14",
						0
					],
					"source": [
						"obj-12",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-15",
						0
					],
					"source": [
						"obj-14",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-16",
						0
					],
					"source": [
						"obj-12",
						2
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-18",
						0
					],
					"source": [
						"obj-3",
						9
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-19",
						0
					],
					"source": [
						"obj-18",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-20",
						0
					],
					"source": [
						"obj-18",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-21",
						0
					],
					"source": [
						"obj-18",
						2
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-25",
						0
					],
					"source": [
						"obj-24",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-25",
						1
					],
					"source": [
						"obj-23",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-27",
						0
					],
					"source": [
						"obj-25",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-27",
						0
					],
					"source": [
						"obj-26",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-31",
						0
					],
					"source": [
						"obj-30",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-34",
						0
					],
					"source": [
						"obj-33",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-35",
						0
					],
					"source": [
						"obj-34",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-32",
						0
					],
					"source": [
						"obj-35",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-34",
						1
					],
					"source": [
						"obj-31",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-37",
						0
					],
					"source": [
						"obj-36",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-38",
						0
					],
					"source": [
						"obj-37",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-32",
						0
					],
					"source": [
						"obj-38",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-37",
						1
					],
					"source": [
						"obj-31",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-40",
						0
					],
					"source": [
						"obj-39",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-32",
						0
					],
					"source": [
						"obj-40",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-42",
						0
					],
					"source": [
						"obj-41",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-32",
						0
					],
					"source": [
						"obj-42",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-46",
						0
					],
					"source": [
						"obj-45",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-47",
						0
					],
					"source": [
						"obj-46",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-49",
						0
					],
					"source": [
						"obj-48",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-50",
						0
					],
					"source": [
						"obj-49",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-52",
						0
					],
					"source": [
						"obj-51",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-53",
						0
					],
					"source": [
						"obj-52",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-55",
						0
					],
					"source": [
						"obj-54",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-56",
						0
					],
					"source": [
						"obj-55",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-71",
						0
					],
					"source": [
						"obj-70",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-72",
						0
					],
					"source": [
						"obj-71",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-73",
						0
					],
					"source": [
						"obj-71",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-72",
						0
					],
					"source": [
						"obj-73",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-74",
						0
					],
					"source": [
						"obj-72",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-75",
						0
					],
					"source": [
						"obj-74",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-78",
						0
					],
					"source": [
						"obj-77",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-80",
						0
					],
					"source": [
						"obj-78",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-79",
						0
					],
					"source": [
						"obj-80",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-81",
						0
					],
					"source": [
						"obj-78",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-79",
						0
					],
					"source": [
						"obj-81",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-82",
						0
					],
					"source": [
						"obj-79",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-83",
						0
					],
					"source": [
						"obj-82",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-86",
						0
					],
					"source": [
						"obj-85",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-88",
						0
					],
					"source": [
						"obj-86",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-87",
						0
					],
					"source": [
						"obj-88",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-89",
						0
					],
					"source": [
						"obj-86",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-87",
						0
					],
					"source": [
						"obj-89",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-90",
						0
					],
					"source": [
						"obj-87",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-91",
						0
					],
					"source": [
						"obj-90",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-94",
						0
					],
					"source": [
						"obj-93",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-96",
						0
					],
					"source": [
						"obj-94",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-95",
						0
					],
					"source": [
						"obj-96",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-97",
						0
					],
					"source": [
						"obj-94",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-95",
						0
					],
					"source": [
						"obj-97",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-98",
						0
					],
					"source": [
						"obj-95",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-99",
						0
					],
					"source": [
						"obj-98",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-102",
						0
					],
					"source": [
						"obj-101",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-104",
						0
					],
					"source": [
						"obj-102",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-103",
						0
					],
					"source": [
						"obj-104",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-105",
						0
					],
					"source": [
						"obj-102",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-103",
						0
					],
					"source": [
						"obj-105",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-106",
						0
					],
					"source": [
						"obj-103",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-107",
						0
					],
					"source": [
						"obj-106",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-110",
						0
					],
					"source": [
						"obj-109",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-112",
						0
					],
					"source": [
						"obj-110",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-111",
						0
					],
					"source": [
						"obj-112",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-113",
						0
					],
					"source": [
						"obj-110",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-111",
						0
					],
					"source": [
						"obj-113",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-114",
						0
					],
					"source": [
						"obj-111",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-115",
						0
					],
					"source": [
						"obj-114",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-118",
						0
					],
					"source": [
						"obj-117",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-120",
						0
					],
					"source": [
						"obj-118",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-119",
						0
					],
					"source": [
						"obj-120",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-121",
						0
					],
					"source": [
						"obj-118",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-119",
						0
					],
					"source": [
						"obj-121",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-122",
						0
					],
					"source": [
						"obj-119",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-123",
						0
					],
					"source": [
						"obj-122",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-126",
						0
					],
					"source": [
						"obj-125",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-128",
						0
					],
					"source": [
						"obj-126",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-127",
						0
					],
					"source": [
						"obj-128",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-129",
						0
					],
					"source": [
						"obj-126",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-127",
						0
					],
					"source": [
						"obj-129",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-130",
						0
					],
					"source": [
						"obj-127",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-131",
						0
					],
					"source": [
						"obj-130",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-134",
						0
					],
					"source": [
						"obj-133",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-136",
						0
					],
					"source": [
						"obj-134",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-135",
						0
					],
					"source": [
						"obj-136",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-137",
						0
					],
					"source": [
						"obj-134",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-135",
						0
					],
					"source": [
						"obj-137",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-138",
						0
					],
					"source": [
						"obj-135",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-139",
						0
					],
					"source": [
						"obj-138",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-142",
						0
					],
					"source": [
						"obj-141",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-144",
						0
					],
					"source": [
						"obj-142",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-143",
						0
					],
					"source": [
						"obj-144",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-145",
						0
					],
					"source": [
						"obj-142",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-143",
						0
					],
					"source": [
						"obj-145",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-146",
						0
					],
					"source": [
						"obj-143",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-147",
						0
					],
					"source": [
						"obj-146",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-150",
						0
					],
					"source": [
						"obj-149",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-151",
						0
					],
					"source": [
						"obj-150",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-152",
						0
					],
					"source": [
						"obj-150",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-151",
						0
					],
					"source": [
						"obj-152",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-153",
						0
					],
					"source": [
						"obj-151",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-154",
						0
					],
					"source": [
						"obj-153",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-157",
						0
					],
					"source": [
						"obj-156",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-158",
						0
					],
					"source": [
						"obj-157",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-159",
						0
					],
					"source": [
						"obj-157",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-158",
						0
					],
					"source": [
						"obj-159",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-160",
						0
					],
					"source": [
						"obj-158",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-161",
						0
					],
					"source": [
						"obj-160",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-164",
						0
					],
					"source": [
						"obj-163",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-166",
						0
					],
					"source": [
						"obj-164",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-165",
						0
					],
					"source": [
						"obj-166",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-167",
						0
					],
					"source": [
						"obj-164",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-165",
						0
					],
					"source": [
						"obj-167",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-168",
						0
					],
					"source": [
						"obj-165",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-169",
						0
					],
					"source": [
						"obj-168",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-172",
						0
					],
					"source": [
						"obj-171",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-174",
						0
					],
					"source": [
						"obj-172",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-173",
						0
					],
					"source": [
						"obj-174",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-175",
						0
					],
					"source": [
						"obj-172",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-173",
						0
					],
					"source": [
						"obj-175",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-176",
						0
					],
					"source": [
						"obj-173",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-177",
						0
					],
					"source": [
						"obj-176",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-180",
						0
					],
					"source": [
						"obj-179",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-182",
						0
					],
					"source": [
						"obj-180",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-181",
						0
					],
					"source": [
						"obj-182",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-183",
						0
					],
					"source": [
						"obj-180",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-181",
						0
					],
					"source": [
						"obj-183",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-184",
						0
					],
					"source": [
						"obj-181",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-185",
						0
					],
					"source": [
						"obj-184",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-188",
						0
					],
					"source": [
						"obj-187",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-190",
						0
					],
					"source": [
						"obj-188",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-189",
						0
					],
					"source": [
						"obj-190",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-191",
						0
					],
					"source": [
						"obj-188",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-189",
						0
					],
					"source": [
						"obj-191",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-192",
						0
					],
					"source": [
						"obj-189",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-193",
						0
					],
					"source": [
						"obj-192",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-196",
						0
					],
					"source": [
						"obj-195",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-198",
						0
					],
					"source": [
						"obj-196",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-197",
						0
					],
					"source": [
						"obj-198",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-199",
						0
					],
					"source": [
						"obj-196",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-197",
						0
					],
					"source": [
						"obj-199",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-200",
						0
					],
					"source": [
						"obj-197",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-201",
						0
					],
					"source": [
						"obj-200",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-204",
						0
					],
					"source": [
						"obj-203",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-206",
						0
					],
					"source": [
						"obj-204",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-205",
						0
					],
					"source": [
						"obj-206",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-207",
						0
					],
					"source": [
						"obj-204",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-205",
						0
					],
					"source": [
						"obj-207",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-208",
						0
					],
					"source": [
						"obj-205",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-209",
						0
					],
					"source": [
						"obj-208",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-212",
						0
					],
					"source": [
						"obj-211",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-214",
						0
					],
					"source": [
						"obj-212",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-213",
						0
					],
					"source": [
						"obj-214",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-215",
						0
					],
					"source": [
						"obj-212",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-213",
						0
					],
					"source": [
						"obj-215",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-216",
						0
					],
					"source": [
						"obj-213",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-217",
						0
					],
					"source": [
						"obj-216",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-220",
						0
					],
					"source": [
						"obj-219",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-222",
						0
					],
					"source": [
						"obj-220",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-221",
						0
					],
					"source": [
						"obj-222",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-223",
						0
					],
					"source": [
						"obj-220",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-221",
						0
					],
					"source": [
						"obj-223",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-224",
						0
					],
					"source": [
						"obj-221",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-225",
						0
					],
					"source": [
						"obj-224",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-228",
						0
					],
					"source": [
						"obj-227",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-230",
						0
					],
					"source": [
						"obj-228",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-229",
						0
					],
					"source": [
						"obj-230",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-231",
						0
					],
					"source": [
						"obj-228",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-229",
						0
					],
					"source": [
						"obj-231",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-232",
						0
					],
					"source": [
						"obj-229",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-233",
						0
					],
					"source": [
						"obj-232",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-236",
						0
					],
					"source": [
						"obj-235",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-238",
						0
					],
					"source": [
						"obj-236",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-237",
						0
					],
					"source": [
						"obj-238",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-239",
						0
					],
					"source": [
						"obj-236",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-237",
						0
					],
					"source": [
						"obj-239",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-240",
						0
					],
					"source": [
						"obj-237",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-241",
						0
					],
					"source": [
						"obj-240",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-244",
						0
					],
					"source": [
						"obj-243",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-246",
						0
					],
					"source": [
						"obj-244",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-245",
						0
					],
					"source": [
						"obj-246",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-247",
						0
					],
					"source": [
						"obj-244",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-245",
						0
					],
					"source": [
						"obj-247",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-248",
						0
					],
					"source": [
						"obj-245",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-249",
						0
					],
					"source": [
						"obj-248",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-252",
						0
					],
					"source": [
						"obj-251",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-253",
						0
					],
					"source": [
						"obj-252",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-254",
						0
					],
					"source": [
						"obj-252",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-253",
						0
					],
					"source": [
						"obj-254",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-255",
						0
					],
					"source": [
						"obj-253",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-256",
						0
					],
					"source": [
						"obj-255",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-259",
						0
					],
					"source": [
						"obj-258",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-261",
						0
					],
					"source": [
						"obj-259",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-260",
						0
					],
					"source": [
						"obj-261",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-262",
						0
					],
					"source": [
						"obj-259",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-260",
						0
					],
					"source": [
						"obj-262",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-263",
						0
					],
					"source": [
						"obj-260",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-264",
						0
					],
					"source": [
						"obj-263",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-267",
						0
					],
					"source": [
						"obj-266",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-269",
						0
					],
					"source": [
						"obj-267",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-268",
						0
					],
					"source": [
						"obj-269",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-270",
						0
					],
					"source": [
						"obj-267",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-268",
						0
					],
					"source": [
						"obj-270",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-271",
						0
					],
					"source": [
						"obj-268",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-272",
						0
					],
					"source": [
						"obj-271",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-275",
						0
					],
					"source": [
						"obj-274",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-277",
						0
					],
					"source": [
						"obj-275",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-276",
						0
					],
					"source": [
						"obj-277",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-278",
						0
					],
					"source": [
						"obj-275",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-276",
						0
					],
					"source": [
						"obj-278",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-279",
						0
					],
					"source": [
						"obj-276",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-280",
						0
					],
					"source": [
						"obj-279",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-283",
						0
					],
					"source": [
						"obj-282",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-285",
						0
					],
					"source": [
						"obj-283",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-284",
						0
					],
					"source": [
						"obj-285",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-286",
						0
					],
					"source": [
						"obj-283",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-284",
						0
					],
					"source": [
						"obj-286",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-287",
						0
					],
					"source": [
						"obj-284",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-288",
						0
					],
					"source": [
						"obj-287",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-291",
						0
					],
					"source": [
						"obj-290",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-293",
						0
					],
					"source": [
						"obj-291",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-292",
						0
					],
					"source": [
						"obj-293",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-294",
						0
					],
					"source": [
						"obj-291",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-292",
						0
					],
					"source": [
						"obj-294",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-295",
						0
					],
					"source": [
						"obj-292",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-296",
						0
					],
					"source": [
						"obj-295",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-299",
						0
					],
					"source": [
						"obj-298",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-301",
						0
					],
					"source": [
						"obj-299",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-300",
						0
					],
					"source": [
						"obj-301",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-302",
						0
					],
					"source": [
						"obj-299",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-300",
						0
					],
					"source": [
						"obj-302",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-303",
						0
					],
					"source": [
						"obj-300",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-304",
						0
					],
					"source": [
						"obj-303",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-307",
						0
					],
					"source": [
						"obj-306",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-309",
						0
					],
					"source": [
						"obj-307",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-308",
						0
					],
					"source": [
						"obj-309",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-310",
						0
					],
					"source": [
						"obj-307",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-308",
						0
					],
					"source": [
						"obj-310",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-311",
						0
					],
					"source": [
						"obj-308",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-312",
						0
					],
					"source": [
						"obj-311",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-315",
						0
					],
					"source": [
						"obj-314",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-317",
						0
					],
					"source": [
						"obj-315",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-316",
						0
					],
					"source": [
						"obj-317",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-318",
						0
					],
					"source": [
						"obj-315",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-316",
						0
					],
					"source": [
						"obj-318",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-319",
						0
					],
					"source": [
						"obj-316",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-320",
						0
					],
					"source": [
						"obj-319",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-323",
						0
					],
					"source": [
						"obj-322",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-325",
						0
					],
					"source": [
						"obj-323",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-324",
						0
					],
					"source": [
						"obj-325",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-326",
						0
					],
					"source": [
						"obj-323",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-324",
						0
					],
					"source": [
						"obj-326",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-327",
						0
					],
					"source": [
						"obj-324",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-328",
						0
					],
					"source": [
						"obj-327",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-331",
						0
					],
					"source": [
						"obj-330",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-333",
						0
					],
					"source": [
						"obj-331",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-332",
						0
					],
					"source": [
						"obj-333",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-334",
						0
					],
					"source": [
						"obj-331",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-332",
						0
					],
					"source": [
						"obj-334",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-335",
						0
					],
					"source": [
						"obj-332",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-336",
						0
					],
					"source": [
						"obj-335",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-339",
						0
					],
					"source": [
						"obj-338",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-341",
						0
					],
					"source": [
						"obj-339",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-340",
						0
					],
					"source": [
						"obj-341",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-342",
						0
					],
					"source": [
						"obj-339",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-340",
						0
					],
					"source": [
						"obj-342",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-343",
						0
					],
					"source": [
						"obj-340",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-344",
						0
					],
					"source": [
						"obj-343",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-347",
						0
					],
					"source": [
						"obj-346",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-349",
						0
					],
					"source": [
						"obj-347",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-348",
						0
					],
					"source": [
						"obj-349",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-350",
						0
					],
					"source": [
						"obj-347",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-348",
						0
					],
					"source": [
						"obj-350",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-351",
						0
					],
					"source": [
						"obj-348",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-352",
						0
					],
					"source": [
						"obj-351",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-355",
						0
					],
					"source": [
						"obj-354",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-357",
						0
					],
					"source": [
						"obj-355",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-356",
						0
					],
					"source": [
						"obj-357",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-358",
						0
					],
					"source": [
						"obj-355",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-356",
						0
					],
					"source": [
						"obj-358",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-359",
						0
					],
					"source": [
						"obj-356",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-360",
						0
					],
					"source": [
						"obj-359",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-363",
						0
					],
					"source": [
						"obj-362",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-365",
						0
					],
					"source": [
						"obj-363",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-364",
						0
					],
					"source": [
						"obj-365",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-366",
						0
					],
					"source": [
						"obj-363",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-364",
						0
					],
					"source": [
						"obj-366",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-367",
						0
					],
					"source": [
						"obj-364",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-368",
						0
					],
					"source": [
						"obj-367",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-371",
						0
					],
					"source": [
						"obj-370",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-373",
						0
					],
					"source": [
						"obj-371",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-372",
						0
					],
					"source": [
						"obj-373",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-374",
						0
					],
					"source": [
						"obj-371",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-372",
						0
					],
					"source": [
						"obj-374",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-375",
						0
					],
					"source": [
						"obj-372",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-376",
						0
					],
					"source": [
						"obj-375",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-379",
						0
					],
					"source": [
						"obj-378",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-381",
						0
					],
					"source": [
						"obj-379",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-380",
						0
					],
					"source": [
						"obj-381",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-382",
						0
					],
					"source": [
						"obj-379",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-380",
						0
					],
					"source": [
						"obj-382",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-383",
						0
					],
					"source": [
						"obj-380",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-384",
						0
					],
					"source": [
						"obj-383",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-387",
						0
					],
					"source": [
						"obj-386",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-389",
						0
					],
					"source": [
						"obj-387",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-388",
						0
					],
					"source": [
						"obj-389",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-390",
						0
					],
					"source": [
						"obj-387",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-388",
						0
					],
					"source": [
						"obj-390",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-391",
						0
					],
					"source": [
						"obj-388",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-392",
						0
					],
					"source": [
						"obj-391",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-395",
						0
					],
					"source": [
						"obj-394",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-397",
						0
					],
					"source": [
						"obj-395",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-396",
						0
					],
					"source": [
						"obj-397",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-398",
						0
					],
					"source": [
						"obj-395",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-396",
						0
					],
					"source": [
						"obj-398",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-399",
						0
					],
					"source": [
						"obj-396",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-400",
						0
					],
					"source": [
						"obj-399",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-403",
						0
					],
					"source": [
						"obj-402",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-405",
						0
					],
					"source": [
						"obj-403",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-404",
						0
					],
					"source": [
						"obj-405",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-406",
						0
					],
					"source": [
						"obj-403",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-404",
						0
					],
					"source": [
						"obj-406",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-407",
						0
					],
					"source": [
						"obj-404",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-408",
						0
					],
					"source": [
						"obj-407",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-411",
						0
					],
					"source": [
						"obj-410",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-413",
						0
					],
					"source": [
						"obj-411",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-412",
						0
					],
					"source": [
						"obj-413",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-414",
						0
					],
					"source": [
						"obj-411",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-412",
						0
					],
					"source": [
						"obj-414",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-415",
						0
					],
					"source": [
						"obj-412",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-416",
						0
					],
					"source": [
						"obj-415",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-419",
						0
					],
					"source": [
						"obj-418",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-421",
						0
					],
					"source": [
						"obj-419",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-420",
						0
					],
					"source": [
						"obj-421",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-422",
						0
					],
					"source": [
						"obj-419",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-420",
						0
					],
					"source": [
						"obj-422",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-423",
						0
					],
					"source": [
						"obj-420",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-424",
						0
					],
					"source": [
						"obj-423",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-427",
						0
					],
					"source": [
						"obj-426",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-429",
						0
					],
					"source": [
						"obj-427",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-428",
						0
					],
					"source": [
						"obj-429",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-430",
						0
					],
					"source": [
						"obj-427",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-428",
						0
					],
					"source": [
						"obj-430",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-431",
						0
					],
					"source": [
						"obj-428",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-432",
						0
					],
					"source": [
						"obj-431",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-435",
						0
					],
					"source": [
						"obj-434",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-437",
						0
					],
					"source": [
						"obj-435",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-436",
						0
					],
					"source": [
						"obj-437",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-438",
						0
					],
					"source": [
						"obj-435",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-436",
						0
					],
					"source": [
						"obj-438",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-439",
						0
					],
					"source": [
						"obj-436",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-440",
						0
					],
					"source": [
						"obj-439",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-443",
						0
					],
					"source": [
						"obj-442",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-445",
						0
					],
					"source": [
						"obj-443",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-444",
						0
					],
					"source": [
						"obj-445",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-446",
						0
					],
					"source": [
						"obj-443",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-444",
						0
					],
					"source": [
						"obj-446",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-447",
						0
					],
					"source": [
						"obj-444",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-448",
						0
					],
					"source": [
						"obj-447",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-451",
						0
					],
					"source": [
						"obj-450",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-452",
						0
					],
					"source": [
						"obj-451",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-453",
						0
					],
					"source": [
						"obj-451",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-452",
						0
					],
					"source": [
						"obj-453",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-454",
						0
					],
					"source": [
						"obj-452",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-455",
						0
					],
					"source": [
						"obj-454",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-458",
						0
					],
					"source": [
						"obj-457",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-460",
						0
					],
					"source": [
						"obj-458",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-459",
						0
					],
					"source": [
						"obj-460",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-461",
						0
					],
					"source": [
						"obj-458",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-459",
						0
					],
					"source": [
						"obj-461",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-462",
						0
					],
					"source": [
						"obj-459",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-463",
						0
					],
					"source": [
						"obj-462",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-466",
						0
					],
					"source": [
						"obj-465",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-467",
						0
					],
					"source": [
						"obj-466",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-468",
						0
					],
					"source": [
						"obj-466",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-467",
						0
					],
					"source": [
						"obj-468",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-469",
						0
					],
					"source": [
						"obj-467",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-470",
						0
					],
					"source": [
						"obj-469",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-473",
						0
					],
					"source": [
						"obj-472",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-474",
						0
					],
					"source": [
						"obj-473",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-475",
						0
					],
					"source": [
						"obj-473",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-474",
						0
					],
					"source": [
						"obj-475",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-476",
						0
					],
					"source": [
						"obj-474",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-477",
						0
					],
					"source": [
						"obj-476",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-480",
						0
					],
					"source": [
						"obj-479",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-482",
						0
					],
					"source": [
						"obj-480",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-481",
						0
					],
					"source": [
						"obj-482",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-483",
						0
					],
					"source": [
						"obj-480",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-481",
						0
					],
					"source": [
						"obj-483",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-484",
						0
					],
					"source": [
						"obj-481",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-485",
						0
					],
					"source": [
						"obj-484",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-488",
						0
					],
					"source": [
						"obj-487",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-490",
						0
					],
					"source": [
						"obj-488",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-489",
						0
					],
					"source": [
						"obj-490",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-491",
						0
					],
					"source": [
						"obj-488",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-489",
						0
					],
					"source": [
						"obj-491",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-492",
						0
					],
					"source": [
						"obj-489",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-493",
						0
					],
					"source": [
						"obj-492",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-496",
						0
					],
					"source": [
						"obj-495",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-498",
						0
					],
					"source": [
						"obj-496",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-497",
						0
					],
					"source": [
						"obj-498",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-499",
						0
					],
					"source": [
						"obj-496",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-497",
						0
					],
					"source": [
						"obj-499",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-500",
						0
					],
					"source": [
						"obj-497",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-501",
						0
					],
					"source": [
						"obj-500",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-504",
						0
					],
					"source": [
						"obj-503",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-506",
						0
					],
					"source": [
						"obj-504",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-505",
						0
					],
					"source": [
						"obj-506",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-507",
						0
					],
					"source": [
						"obj-504",
						1
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-505",
						0
					],
					"source": [
						"obj-507",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-508",
						0
					],
					"source": [
						"obj-505",
						0
					]
				}
			},
			{
				"patchline": {
					"destination": [
						"obj-509",
						0
					],
					"source": [
						"obj-508",
						0
					]
				}
			}
		]
	}
}
