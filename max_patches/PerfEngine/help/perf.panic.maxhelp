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
			1180.0,
			780.0
		],
		"bglocked": 0,
		"openinpresentation": 0,
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
		"showrootpatcherontab": 0,
		"showontab": 0,
		"boxes": [
			{
				"box": {
					"id": "obj-1",
					"maxclass": "newobj",
					"numinlets": 0,
					"numoutlets": 0,
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
							1180.0,
							780.0
						],
						"bglocked": 0,
						"openinpresentation": 0,
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
						"showontab": 1,
						"boxes": [
							{
								"box": {
									"fontface": 1,
									"fontsize": 20.0,
									"id": "obj-1",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										20,
										12,
										99,
										31.0
									],
									"text": "perf.panic"
								}
							},
							{
								"box": {
									"fontsize": 13.0,
									"id": "obj-2",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										20,
										46,
										231,
										23.0
									],
									"text": "Silence everyone and everything, now"
								}
							},
							{
								"box": {
									"id": "obj-3",
									"maxclass": "newobj",
									"numinlets": 0,
									"numoutlets": 4,
									"outlettype": [
										"int",
										"int",
										"int",
										"int"
									],
									"patching_rect": [
										30,
										100,
										50,
										22.0
									],
									"text": "key"
								}
							},
							{
								"box": {
									"id": "obj-4",
									"maxclass": "newobj",
									"numinlets": 2,
									"numoutlets": 2,
									"outlettype": [
										"bang",
										""
									],
									"patching_rect": [
										30,
										140,
										48,
										22.0
									],
									"text": "sel 27"
								}
							},
							{
								"box": {
									"id": "obj-5",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										100,
										141,
										94,
										22.0
									],
									"text": "the Escape key"
								}
							},
							{
								"box": {
									"args": [],
									"bgmode": 0,
									"border": 1,
									"clickthrough": 0,
									"enablehscroll": 0,
									"enablevscroll": 0,
									"id": "obj-6",
									"lockeddragscroll": 0,
									"maxclass": "bpatcher",
									"name": "perf.panic.maxpat",
									"numinlets": 1,
									"numoutlets": 1,
									"offset": [
										0.0,
										0.0
									],
									"outlettype": [
										""
									],
									"patching_rect": [
										30,
										190,
										100.0,
										40.0
									],
									"viewvisibility": 1
								}
							},
							{
								"box": {
									"args": [],
									"bgmode": 0,
									"border": 1,
									"clickthrough": 0,
									"enablehscroll": 0,
									"enablevscroll": 0,
									"id": "obj-7",
									"lockeddragscroll": 0,
									"maxclass": "bpatcher",
									"name": "perf.engine.maxpat",
									"numinlets": 1,
									"numoutlets": 3,
									"offset": [
										0.0,
										0.0
									],
									"outlettype": [
										"",
										"",
										""
									],
									"patching_rect": [
										30,
										270,
										420.0,
										62.0
									],
									"viewvisibility": 1
								}
							},
							{
								"box": {
									"id": "obj-8",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 3,
									"outlettype": [
										"",
										"",
										""
									],
									"patching_rect": [
										30,
										380,
										78,
										22.0
									],
									"text": "perf.voice 0"
								}
							},
							{
								"box": {
									"id": "obj-9",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										30,
										420,
										55,
										22.0
									],
									"text": "midiout"
								}
							},
							{
								"box": {
									"id": "obj-10",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										140,
										200,
										338,
										22.0
									],
									"text": "Silences the machine, and this voice even if no engine is left."
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
										"obj-3",
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
										"obj-4",
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
										"obj-6",
										0
									]
								}
							},
							{
								"patchline": {
									"destination": [
										"obj-8",
										0
									],
									"source": [
										"obj-7",
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
										"obj-8",
										0
									]
								}
							}
						]
					},
					"patching_rect": [
						20.0,
						20.0,
						54,
						22.0
					],
					"text": "p basic"
				}
			}
		],
		"lines": []
	}
}
