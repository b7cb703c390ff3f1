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
			420.0,
			300.0
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
						180,
						27.0
					],
					"text": "perf.panic: silence, now"
				}
			},
			{
				"box": {
					"comment": "anything: panic",
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
					"fontsize": 18.0,
					"hint": "Silence, now",
					"id": "obj-3",
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
						120,
						60,
						100.0,
						40.0
					],
					"presentation": 1,
					"presentation_rect": [
						0.0,
						0.0,
						100.0,
						40.0
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
					"id": "obj-4",
					"maxclass": "newobj",
					"numinlets": 1,
					"numoutlets": 1,
					"outlettype": [
						"bang"
					],
					"patching_rect": [
						40,
						130,
						32,
						22.0
					],
					"text": "t b"
				}
			},
			{
				"box": {
					"id": "obj-5",
					"maxclass": "message",
					"numinlets": 2,
					"numoutlets": 1,
					"outlettype": [
						""
					],
					"patching_rect": [
						40,
						170,
						70,
						22.0
					],
					"text": "/perf/panic"
				}
			},
			{
				"box": {
					"comment": "to perf.engine, which also tells every perf.voice",
					"id": "obj-6",
					"index": 1,
					"maxclass": "outlet",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						40,
						220,
						30.0,
						30.0
					]
				}
			},
			{
				"box": {
					"id": "obj-7",
					"maxclass": "comment",
					"numinlets": 1,
					"numoutlets": 0,
					"patching_rect": [
						120,
						171,
						202,
						22.0
					],
					"text": "The machine is silent until you play."
				}
			}
		],
		"lines": [
			{
				"patchline": {
					"destination": [
						"obj-4",
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
						"obj-4",
						0
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
			}
		]
	}
}
