// Every class has a page, every page can be read, and every public method is on it.
TestPerfHelp : UnitTest {
	folder { ^PerfEngine.filenameSymbol.asString.dirname.dirname }

	pages { ^PathName(this.folder +/+ "HelpSource").deepFiles.select { |file| file.extension == "schelp" } }

	classes {
		^Class.allClasses.select { |class|
			class.isMetaClass.not
			and: { class.filenameSymbol.asString.beginsWith(this.folder +/+ "Classes") }
		}
	}

	test_everyPageCanBeRead {
		this.assert(this.pages.size > 0);
		this.pages.do { |page|
			var isPart = page.fileName.contains(".ext.");
			var parsed = if(isPart) {
				SCDoc.parseFilePartial(page.fullPath)
			} {
				SCDoc.parseFileFull(page.fullPath)
			};
			this.assert(parsed.notNil, page.fileName);
		}
	}

	// What is wrong with a page is posted when it is rendered.
	test_everyPageIsRendered {
		SCDoc.indexAllDocuments;
		this.pages.reject { |page| page.fileName.contains(".ext.") }.do { |page|
			var name = page.pathOnly.basename +/+ page.fileNameWithoutExtension ++ ".html";
			var url = SCDoc.prepareHelpForURL(URI.fromLocalPath(SCDoc.helpTargetDir +/+ name));
			this.assert(url.notNil and: { File.exists(SCDoc.helpTargetDir +/+ name) }, name);
		}
	}

	test_everyClassHasAPage {
		this.classes.do { |class|
			this.assert(File.exists(this.folder +/+ "HelpSource/Classes" +/+ class.name ++ ".schelp"),
				class.name);
		}
	}

	// The names after METHOD:: and PRIVATE:: on a class's pages.
	documented { |class|
		^this.pages.select { |page| page.fileName.split($.)[0] == class.name.asString }
		.collect { |page| File.readAllString(page.fullPath).findRegexp("(METHOD|PRIVATE):: *([^\n]*)").collect(_[1]) }
		.flatten.collect { |line| line.replace("METHOD::", "").replace("PRIVATE::", "").split($,) }.flatten
		.collect { |name| name.stripWhiteSpace.asSymbol }
	}

	// Its own methods that are not the language's hooks.
	public { |class|
		var hooks = #[\new, \init, \initClass, \printOn, \storeArgs, \embedInStream];
		^((class.methods ? []).asArray ++ (class.class.methods ? []).asArray).collect(_.name)
		.reject { |name| hooks.includes(name) or: { name.asString.beginsWith("doOn") } }
		.collect(_.asGetter).as(Set)
	}

	test_everyPublicMethodIsOnItsPage {
		this.classes.do { |class|
			var missing = this.public(class).difference(this.documented(class).as(Set));
			this.assertEquals(missing.asArray, [], class.name);
		}
	}
}
