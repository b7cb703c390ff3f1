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
										120,
										31.0
									],
									"text": "perf.voice.ui"
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
										238,
										23.0
									],
									"text": "Every control of one voice, with presets"
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
									"id": "obj-3",
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
										130,
										420.0,
										62.0
									],
									"viewvisibility": 1
								}
							},
							{
								"box": {
									"id": "obj-4",
									"maxclass": "message",
									"numinlets": 2,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										30,
										90,
										107,
										22.0
									],
									"text": "options --voices 2"
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
										160,
										90,
										37,
										22.0
									],
									"text": "start"
								}
							},
							{
								"box": {
									"id": "obj-6",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										220,
										91,
										126,
										22.0
									],
									"text": "1. two voices; 2. start"
								}
							},
							{
								"box": {
									"args": [
										1
									],
									"bgmode": 0,
									"border": 1,
									"clickthrough": 0,
									"enablehscroll": 0,
									"enablevscroll": 0,
									"id": "obj-7",
									"lockeddragscroll": 0,
									"maxclass": "bpatcher",
									"name": "perf.voice.ui.maxpat",
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
										220,
										1156.0,
										622.0
									],
									"viewvisibility": 1
								}
							},
							{
								"box": {
									"id": "obj-8",
									"maxclass": "newobj",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										30,
										862.0,
										71,
										22.0
									],
									"text": "s #0_back"
								}
							},
							{
								"box": {
									"id": "obj-9",
									"maxclass": "newobj",
									"numinlets": 0,
									"numoutlets": 1,
									"outlettype": [
										""
									],
									"patching_rect": [
										400,
										90,
										68,
										22.0
									],
									"text": "r #0_back"
								}
							},
							{
								"box": {
									"id": "obj-10",
									"maxclass": "comment",
									"numinlets": 1,
									"numoutlets": 0,
									"patching_rect": [
										480,
										96,
										560,
										22.0
									],
									"text": "The argument is the voice, here 1. What is set here is for this voice alone; perf.engine.ui sets all voices."
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
										"obj-4",
										0
									]
								}
							},
							{
								"patchline": {
									"destination": [
										"obj-3",
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
										"obj-3",
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
										"obj-3",
										0
									],
									"source": [
										"obj-9",
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
