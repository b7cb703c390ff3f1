// One live parameter of the machine: a model that sliders and functions may depend on.
PerfControl {
	classvar <many = 12;		// names that an Error lists
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

	isWhole { ^(tag == "i") or: { this.isNamed } }
	isText { ^tag == "s" }
	// A set of small numbers, kept as the sum of their powers of two.
	isList { ^tag == "l" }
	// A number, for which the engine also takes a name of its model: a style.
	isNamed { ^tag == "n" }

	range {
		if(choices.notNil) { ^"one of " ++ choices.join(", ") };
		if(this.isText) { ^"a text" };
		if(this.isList) {
			^"a list of whole numbers 0..%, all, none, or a sum 0..%".format(this.places - 1, high)
		};
		if(this.isNamed) { ^"a name, or a whole number %..%".format(low, high) };
		^"a %number %..%".format(if(this.isWhole) { "whole " } { "" }, low, high)
	}

	// The range in an answer to a value: of many names only those that are meant perhaps.
	rangeFor { |aValue|
		if(choices.size <= many) { ^this.range };
		^"%one of % names (%)".format(if(name == \scale) { "a Scale, an Array of steps, or " } { "" }, choices.size,
			this.class.perhaps(aValue, choices, "PerfEngine.default.controls.at(\\" ++ name ++ ").choices"))
	}

	// A value as a few words.
	*brief { |aValue|
		var said = aValue.asString.replace("\n", " ");
		^if(said.size > 40) { said.keep(40) ++ "..." } { said }
	}

	// How many numbers a list may have.
	places { ^(high + 1).log2.round.asInteger }

	// The words of a list that are nearly a word, best first.
	*nearly { |word, words|
		var most = max(1, word.size div: 3);
		word = word.asString.toLower.replace(" ", "_");
		^words.collect(_.asString).select { |one|
			one.contains(word) or: { word.contains(one) } or: { one.editDistance(word) <= most }
		}.sort { |one, other| one.editDistance(word) < other.editDistance(word) }.keep(3)
	}

	// What is meant perhaps, or where all is listed, as the end of a sentence.
	*perhaps { |word, words, list|
		var found = if(word.isString or: { word.isKindOf(Symbol) }) { this.nearly(word, words) } { [] };
		^if(found.notEmpty) { "did you mean %?".format(found.join(" or ")) } { "% lists them".format(list) }
	}

	// The steps of a Scale of twelve to the octave.
	*stepsOf { |scale|
		if(scale.pitchesPerOctave != 12) {
			Error("scale must be a Scale with 12 steps to the octave, and % has %".format(
				scale.name, scale.pitchesPerOctave)).throw
		};
		^scale.degrees.collect { |degree| (degree % 12).round.asInteger }
	}

	// What a scale of steps is, given as a Scale, an Array or a name that only SuperCollider has; else nil.
	steps { |aValue|
		if(aValue.isKindOf(Scale)) { ^this.class.stepsOf(aValue) };
		if(aValue.isArray and: { aValue.isString.not }) { ^aValue };
		if(aValue.isString or: { aValue.isKindOf(Symbol) } and: { this.read(aValue).isNil }) {
			^Scale.all[aValue.asSymbol] !? { |scale| this.class.stepsOf(scale) }
		};
		^nil
	}

	// The value as the engine takes it; an Error names the control, its range and the value.
	check { |aValue|
		^this.read(aValue) ?? {
			Error("% must be %, not %".format(name, this.rangeFor(aValue), this.class.brief(aValue))).throw
		}
	}

	// The value as the engine takes it, or nil.
	read { |aValue|
		var isWord = aValue.isString or: { aValue.isKindOf(Symbol) };
		if(choices.notNil) { ^this.readChoice(aValue, isWord) };
		if(this.isText) { ^if(isWord) { aValue.asString } };
		if(this.isNamed and: { isWord }) { ^aValue.asString };
		if(this.isList and: { isWord or: { aValue.isArray } }) { ^this.readList(aValue, isWord) };
		// written so that what is not a number is refused: nothing compares with it
		if((aValue.isNumber and: { aValue >= low } and: { aValue <= high }).not) { ^nil };
		if(tag == "f") { ^aValue.asFloat };
		^if(aValue.frac == 0) { aValue.asInteger }
	}

	// A name in any case, or its number.
	readChoice { |aValue, isWord|
		var word;
		if(isWord) {
			word = aValue.asString.stripWhiteSpace.toLower;
			if(this.isDigits(word).not) {
				^choices.detect { |choice| choice.toLower == word } ?? { this.readNote(word) }
			};
			aValue = word.asInteger
		};
		^if(aValue.isNumber and: { aValue.frac == 0 } and: { aValue >= 0 }) { choices[aValue.asInteger] }
	}

	// A note with a sharp or a flat, where notes are the choices: db is C#.
	readNote { |word|
		var index = choices.detectIndex { |choice| choice.toLower == word.keep(1) };
		if(index.isNil or: { word.size != 2 } or: { "#b".includes(word[1]).not }) { ^nil };
		^choices.wrapAt(index + if(word[1] == $#) { 1 } { -1 })
	}

	// 0 2 4 7 as a text, or as an Array.
	readList { |aValue, isWord|
		var numbers = aValue;
		if(isWord) {
			if(aValue.asSymbol == \all) { ^high };
			if(aValue.asSymbol == \none) { ^0 };
			numbers = aValue.asString.tr($,, $ ).split($ ).reject(_.isEmpty);
			if(numbers.every { |word| this.isDigits(word) }.not) { ^nil };
			numbers = numbers.collect(_.asInteger)
		};
		if(numbers.every { |number|
			number.isNumber and: { number.frac == 0 } and: { number >= 0 } and: { number < this.places }
		}.not) { ^nil };
		^numbers.inject(0) { |sum, number| sum | (1 << number.asInteger) }
	}

	isDigits { |word| ^word.notEmpty and: { word.every(_.isDecDigit) } }

	// The value as one writes it: a list of numbers for a sum.
	shown {
		if(this.isList.not) { ^value.asString };
		if(value == high) { ^"all" };
		if(value == 0) { ^"none" };
		^(0..this.places - 1).select { |number| value.bitTest(number) }.join(" ")
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
