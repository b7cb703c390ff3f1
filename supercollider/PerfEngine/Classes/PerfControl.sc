// One live parameter of the machine: a model that sliders and functions may depend on.
PerfControl {
	var <name, <tag, <low, <high, <default, <choices, <help, <spec, <value;

	*new { |name, tag, low, high, default, choices, help|
		^super.newCopyArgs(name, tag, low, high, default, choices, help).init
	}

	init {
		value = default;
		if(this.isText.not) {
			spec = ControlSpec(low, high, \lin, if(this.isWhole) { 1 } { 0 }, default)
		}
	}

	isWhole { ^tag == "i" }
	isText { ^tag == "s" }

	range {
		if(choices.notNil) { ^"one of " ++ choices.join(", ") };
		if(this.isText) { ^"a text" };
		^"a %number %..%".format(if(this.isWhole) { "whole " } { "" }, low, high)
	}

	// The value as the engine takes it; an Error names the control, its range and the value.
	check { |aValue|
		var known = if(this.isText) {
			(aValue.isString or: { aValue.isKindOf(Symbol) })
			and: { choices.isNil or: { choices.any { |choice| choice == aValue.asString } } }
		} {
			// written so that what is not a number is refused: nothing compares with it
			aValue.isNumber and: { aValue >= low } and: { aValue <= high }
			and: { this.isWhole.not or: { aValue.frac == 0 } }
		};
		if(known.not) { Error("% must be %, not %".format(name, this.range, aValue)).throw };
		if(this.isText) { ^aValue.asString };
		^if(this.isWhole) { aValue.asInteger } { aValue.asFloat }
	}

	// What the engine says, or is about to be told; dependants are told what is new.
	value_ { |aValue|
		if(this.isText) { aValue = aValue.asString };
		if(aValue != value) {
			value = aValue;
			this.changed(\value, value);
		}
	}

	printOn { |stream| stream << "PerfControl(" << name << ": " << value << ")" }
}
